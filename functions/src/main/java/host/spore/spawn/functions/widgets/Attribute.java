package host.spore.spawn.functions.widgets;

import java.util.Locale;

/** The attributes that elements have. None of them names an address or holds a script. */
enum Attribute {
    ACTION,
    ARIA_HIDDEN,
    ARIA_LABEL,
    CLASS,
    D,
    DATETIME,
    DISPLAY,
    ENDPOINT,
    EVENT,
    FOR,
    HEIGHT,
    ID,
    NAME,
    ROLE,
    RX,
    SCOPE,
    TABINDEX,
    TEXT_ANCHOR,
    TYPE,
    VALUE,
    /** The only one in camel case: HTML's parser knows it in any. */
    VIEWBOX,
    WIDTH,
    X,
    X1,
    X2,
    Y,
    Y1,
    Y2;

    private final String name = name().toLowerCase(Locale.ROOT).replace('_', '-');

    String text() {
        return this == VIEWBOX ? "viewBox" : name;
    }
}
