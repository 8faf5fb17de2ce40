package host.spore.spawn.functions.widgets;

import host.spore.spawn.events.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Markup out of which no text can break: elements and attributes are of closed sets, and whatever is text is escaped where
 * it is written, nowhere else. The only text that is written as it stands is our own style sheet.
 *
 * <p>CloudWatch cleans what widgets answer of scripts, frames and {@code <use>}
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_custom_widget_dashboard_security.html); a page that is
 * shown elsewhere must not need that.
 */
sealed interface Html {
    /** Longer words of users are cut: a page has its weight to keep. */
    int LONGEST = 240;

    /** Appends it to the page. */
    void write(StringBuilder out);

    /** What a user, EC2 or we have said; any characters. */
    record Text(String text) implements Html {
        @Override
        public void write(StringBuilder out) {
            escape(Printable.of(text, LONGEST), out);
        }
    }

    /**
     * An element.
     *
     * @param tag its name
     * @param attributes any characters
     * @param children in their order
     */
    record Element(Tag tag, Map<Attribute, String> attributes, List<Html> children) implements Html {
        public Element {
            Map<Attribute, String> ordered = new EnumMap<>(Attribute.class);
            ordered.putAll(attributes);
            attributes = Collections.unmodifiableMap(ordered);
            children = List.copyOf(children);
        }

        /** The same with an attribute more. */
        Element with(Attribute attribute, String value) {
            Map<Attribute, String> more = new EnumMap<>(Attribute.class);
            more.putAll(attributes);
            more.put(attribute, value);
            return new Element(tag, more, children);
        }

        Element with(Attribute attribute, long value) {
            return with(attribute, Long.toString(value));
        }

        /** The same of a class of the style sheet. */
        Element css(String classes) {
            return with(Attribute.CLASS, classes);
        }

        /** The same with more in it. */
        Element add(Html... more) {
            return addAll(List.of(more));
        }

        Element addAll(List<? extends Html> more) {
            List<Html> all = new ArrayList<>(children);
            all.addAll(more);
            return new Element(tag, attributes, all);
        }

        /** The same with more text in it. */
        Element add(String text) {
            return add(new Text(text));
        }

        @Override
        public void write(StringBuilder out) {
            out.append('<').append(tag.text());
            attributes.forEach((attribute, value) -> {
                out.append(' ').append(attribute.text()).append("=\"");
                escape(Printable.of(value, LONGEST * 20), out);
                out.append('"');
            });
            out.append('>');
            if (!tag.isVoid()) {
                children.forEach(child -> child.write(out));
                out.append("</").append(tag.text()).append('>');
            }
        }
    }

    /**
     * The style sheet of all pages.
     *
     * @param theme in which
     */
    record Sheet(Theme theme) implements Html {
        @Override
        public void write(StringBuilder out) {
            out.append("<style>").append(Style.of(theme)).append("</style>");
        }
    }

    static Element of(Tag tag, Html... children) {
        return new Element(tag, Map.of(), List.of(children));
    }

    static Element of(Tag tag, String text) {
        return of(tag, new Text(text));
    }

    static Element of(Tag tag, Stream<? extends Html> children) {
        return new Element(tag, Map.of(), children.<Html>map(child -> child).toList());
    }

    static Text text(String text) {
        return new Text(text);
    }

    /** As text. */
    default String page() {
        StringBuilder out = new StringBuilder();
        write(out);
        return out.toString();
    }

    private static void escape(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }
}
