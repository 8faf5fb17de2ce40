package host.spore.spawn.queues.file;

import host.spore.spawn.events.Printable;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonException;
import host.spore.spawn.events.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * One YAML 1.2 document as a JSON value. The library gives events only; the tree is built here, so that its limits are
 * ours: depth, values (with every alias counted at its full size, so that a page of aliases of aliases is refused and
 * not expanded), no doubled keys, no tags that would make something else of a text.
 *
 * <p>A plain scalar is a number only if JSON would read it so, and {@code true}, {@code false} or {@code null} only in
 * these spellings: {@code 007}, {@code 0x1F}, {@code 1_000}, {@code yes} and {@code 12:30:45} stay what was written.
 */
public final class Yaml {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_VALUES = 500_000;
    private static final int MAX_NUMBER_LENGTH = 64;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");
    private static final String STRING_TAG = "tag:yaml.org,2002:str";

    private final Iterator<Event> events;
    private final Scalars scalars;
    private final Map<Anchor, Sized> anchors = new HashMap<>();
    private int values;

    /** What becomes of scalars; templates put their variables in here. */
    public interface Scalars {
        /** @param plain without quotes and not a block, so that it may be a number */
        Json value(String text, boolean plain);

        String key(String text);
    }

    /** Scalars mean what they say. */
    public static final Scalars AS_WRITTEN = new Scalars() {
        @Override
        public Json value(String text, boolean plain) {
            return plain ? plain(text) : Json.of(text);
        }

        @Override
        public String key(String text) {
            return text;
        }
    };

    private record Sized(Json value, int size) {}

    private Yaml(Iterator<Event> events, Scalars scalars) {
        this.events = events;
        this.scalars = scalars;
    }

    /** @throws JsonException with the line and column of the first thing that is wrong */
    public static Json parse(String text, Scalars scalars) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Math.max(1, text.length() + 1))
                // All at once: between two pieces, where a pair of surrogates lies, StreamReader of 2.10 reads beyond
                // its
                // buffer, and fails on a file of many such characters.
                .setBufferSize(text.length() + 1)
                .build();
        try {
            return new Yaml(new Parse(settings).parseString(text).iterator(), scalars).document();
        } catch (MarkedYamlEngineException broken) {
            throw new JsonException(place(broken.getProblemMark()) + Printable.of(broken.getProblem()));
        } catch (YamlEngineException broken) {
            throw new JsonException(Printable.of(
                    String.valueOf(broken.getMessage()).lines().findFirst().orElse("not YAML")));
        }
    }

    /** A scalar without quotes. */
    public static Json plain(String text) {
        return switch (text) {
            case "", "~", "null" -> Json.JsonNull.NULL;
            case "true" -> Json.of(true);
            case "false" -> Json.of(false);
            default ->
                text.length() <= MAX_NUMBER_LENGTH && NUMBER.matcher(text).matches()
                        ? new Json.JsonNumber(new BigDecimal(text))
                        : Json.of(text);
        };
    }

    private Json document() {
        Event event = events.next();
        while (event.getEventId() == Event.ID.StreamStart || event.getEventId() == Event.ID.DocumentStart) {
            event = events.next();
        }
        if (event.getEventId() == Event.ID.StreamEnd) {
            throw new JsonException("the file is empty");
        }
        Json value = value(event, 0).value();
        events.next();
        Event after = events.next();
        if (after.getEventId() != Event.ID.StreamEnd) {
            throw wrong(after, "a second document; one queue is one file");
        }
        return value;
    }

    private Sized value(Event event, int depth) {
        if (depth > MAX_DEPTH) {
            throw wrong(event, "nested deeper than " + MAX_DEPTH);
        }
        Sized value = node(event, depth);
        if (event instanceof NodeEvent named && !(event instanceof AliasEvent)) {
            named.getAnchor().ifPresent(anchor -> anchors.put(anchor, value));
        }
        return value;
    }

    private Sized node(Event event, int depth) {
        if (event instanceof AliasEvent alias) {
            Sized known = anchors.get(alias.getAlias());
            if (known == null) {
                throw wrong(event, "no anchor &" + alias.getAlias().getValue() + " is complete before this");
            }
            count(event, known.size());
            return known;
        }
        int before = values;
        count(event, 1);
        Json value = switch (event) {
            case ScalarEvent scalar -> scalar(scalar);
            case MappingStartEvent mapping -> mapping(mapping, depth);
            case SequenceStartEvent sequence -> sequence(sequence, depth);
            default -> throw wrong(event, "a value was expected");
        };
        return new Sized(value, values - before);
    }

    private Json scalar(ScalarEvent scalar) {
        Optional<String> tag = scalar.getTag();
        refuseTag(scalar, tag.filter(name -> !name.equals(STRING_TAG) && !name.equals("!")));
        return scalars.value(scalar.getValue(), scalar.isPlain() && tag.isEmpty());
    }

    private Json mapping(MappingStartEvent start, int depth) {
        refuseTag(start, start.getTag());
        Map<String, Json> members = new LinkedHashMap<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (!(event instanceof ScalarEvent key)) {
                throw wrong(event, "a key is a word; use quotes if it is meant to be one");
            }
            String name = scalars.key(key.getValue());
            if (members.containsKey(name)) {
                throw wrong(event, "the key \"" + name + "\" is there twice");
            }
            members.put(name, value(events.next(), depth + 1).value());
        }
        return new JsonObject(members);
    }

    private Json sequence(SequenceStartEvent start, int depth) {
        refuseTag(start, start.getTag());
        List<Json> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(value(event, depth + 1).value());
        }
        return new JsonArray(items);
    }

    private static void refuseTag(Event event, Optional<String> tag) {
        tag.ifPresent(name -> {
            throw wrong(event, "the tag " + name + " has no meaning here; leave it out");
        });
    }

    private void count(Event event, int more) {
        values += more;
        if (values > MAX_VALUES) {
            throw wrong(event, "more than " + MAX_VALUES + " values, aliases counted in full");
        }
    }

    private static JsonException wrong(Event event, String what) {
        return new JsonException(place(event.getStartMark()) + Printable.of(what));
    }

    private static String place(Optional<Mark> mark) {
        return mark.map(at -> "line " + (at.getLine() + 1) + ", column " + (at.getColumn() + 1) + ": ")
                .orElse("");
    }
}
