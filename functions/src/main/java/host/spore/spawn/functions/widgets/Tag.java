package host.spore.spawn.functions.widgets;

import java.util.Locale;

/** The elements that pages are made of. What could run, load or send anything is not among them. */
enum Tag {
    BUTTON,
    CAPTION,
    CODE,
    DD,
    DIV,
    DL,
    DT,
    H3,
    /** CloudWatch's own: what follows when somebody chooses the element before it. */
    CWDB_ACTION,
    INPUT,
    LABEL,
    LI,
    OL,
    P,
    SECTION,
    SPAN,
    STRONG,
    TABLE,
    TBODY,
    TD,
    TH,
    THEAD,
    TIME,
    TR,
    UL,
    // SVG
    G,
    LINE,
    PATH,
    RECT,
    SVG,
    TEXT,
    TITLE;

    private final String name = name().toLowerCase(Locale.ROOT).replace('_', '-');

    String text() {
        return name;
    }

    /** Has no end tag: https://html.spec.whatwg.org/multipage/syntax.html#void-elements */
    boolean isVoid() {
        return this == INPUT;
    }
}
