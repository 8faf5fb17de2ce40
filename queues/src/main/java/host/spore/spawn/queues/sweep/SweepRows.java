package host.spore.spawn.queues.sweep;

import host.spore.spawn.events.Instants;
import host.spore.spawn.events.Language;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Printable;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.SweepRowId;
import host.spore.spawn.events.Tags;
import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.queues.file.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a launch of each row. The launch's own reading checks it, so a row may be whatever a launch may be, and no more. */
final class SweepRows {
    private static final int FAR = 40;

    private final Setting setting;
    private final int size;
    private final Set<Problem> problems;
    private final Map<String, Integer> names = new LinkedHashMap<>();

    SweepRows(Setting setting, int size, Set<Problem> problems) {
        this.setting = setting;
        this.size = size;
        this.problems = problems;
    }

    List<LaunchInstance> of(Layer defaults, List<Layer> rows) {
        List<LaunchInstance> launches = new ArrayList<>();
        for (int index = 0; index < rows.size(); index++) {
            launch(rows.get(index).over(defaults), index).ifPresent(launches::add);
        }
        return launches;
    }

    private Optional<LaunchInstance> launch(Layer row, int index) {
        Map<String, Json> fields = new LinkedHashMap<>();
        Map<String, String> parameters = new LinkedHashMap<>();
        row.values().forEach((word, given) -> {
            if (word.startsWith(Layer.PARAMETER)) {
                parameter(given).ifPresent(text -> parameters.put(word.substring(Layer.PARAMETER.length()), text));
            } else {
                RowKey key = RowKey.of(word).orElseThrow();
                field(key, given).ifPresent(value -> fields.put(key.field(), value));
            }
        });
        fields.putIfAbsent("name", Json.of(setting.sweepId() + "-" + index));
        fields.putIfAbsent("owner", Json.of(setting.owner()));
        String name = fields.get("name") instanceof Json.JsonString text ? text.value() : "";
        Integer other = names.putIfAbsent(name, index);
        if (other != null) {
            problems.add(new Problem(
                    pointer(row, RowKey.NAME, index),
                    "\"" + Printable.of(name) + "\" is row " + other
                            + "'s name too; each instance has its own, which is"
                            + " the sweep's id and the row's index where none is given"));
        }
        environment(fields, parameters, index);
        tags(fields, parameters, index);
        return read(row, fields, index);
    }

    private static String pointer(Layer row, RowKey key, int index) {
        Layer.Given given = row.values().get(key.word());
        return given == null ? "row " + index : given.pointer();
    }

    /** A launch without anything to run has no use for variables, and refuses them. */
    private void environment(Map<String, Json> fields, Map<String, String> parameters, int index) {
        if (!fields.containsKey("command") && !fields.containsKey("userData")) {
            return;
        }
        JsonObject.Builder variables = JsonObject.builder();
        if (fields.get("environment") instanceof JsonObject given) {
            variables.putAll(given);
        }
        parameters.forEach((name, value) -> variables.put("PARAM_" + name, value));
        fields.put(
                "environment",
                variables
                        .put("SWEEP_ID", setting.sweepId().value())
                        .put("SWEEP_NAME", setting.name().value())
                        .put("SWEEP_SIZE", Integer.toString(size))
                        .put("SWEEP_INDEX", Integer.toString(index))
                        .build());
    }

    private void tags(Map<String, Json> fields, Map<String, String> parameters, int index) {
        JsonObject.Builder tags = JsonObject.builder();
        if (fields.get("tags") instanceof JsonObject given) {
            tags.putAll(given);
        }
        tags.put("spawn:sweep-id", setting.sweepId().value()).put("spawn:sweep-index", Integer.toString(index));
        parameters.forEach((name, value) -> tags.put(Tags.PARAMETER + name, value));
        JsonObject all = tags.build();
        int count = all.members().size();
        if (count > Tags.MAX) {
            problems.add(new Problem(
                    "row " + index,
                    count + " tags, of which " + parameters.size() + " are parameters and 2 the sweep's; at most "
                            + Tags.MAX + ", since EC2 allows 50 and the rest is spawn's: put some into \"env\""));
            return;
        }
        fields.put("tags", all);
    }

    /**
     * A reading ends with the first thing that is wrong; so what was wrong is noted, taken out, and the rest read again.
     */
    private Optional<LaunchInstance> read(Layer row, Map<String, Json> fields, int index) {
        Map<String, Json> left = new LinkedHashMap<>();
        left.put("version", Json.of(1));
        left.put("id", Json.of(new SweepRowId(setting.sweepId(), 1, index).commandId()));
        left.put("correlationId", Json.of(setting.envelope().correlationId()));
        left.put("at", Json.of(Instants.format(setting.envelope().at())));
        left.putAll(fields);
        for (int tries = 0; tries < FAR; tries++) {
            try {
                return Language.command("LaunchInstance", new JsonObject(left)).map(LaunchInstance.class::cast);
            } catch (Refusal refusal) {
                String message = String.valueOf(refusal.getMessage());
                Optional<RowKey> wrong = field(message);
                String where = wrong.map(key -> pointer(row, key, index)).orElse("row " + index);
                problems.add(new Problem(
                        where,
                        wrong.map(key -> message.substring(key.field().length() + 3))
                                .orElse(message)));
                if (wrong.isEmpty() || left.remove(wrong.get().field()) == null) {
                    return Optional.empty();
                }
            } catch (IllegalArgumentException missing) {
                // A field that has to be there: of a launch, only what to run on.
                problems.add(new Problem(
                        "row " + index,
                        String.valueOf(missing.getMessage()).replace("/instanceType", "\"instance_type\"")
                                + "; give it in the row, in \"defaults\", or as --instance-type c7i.large"));
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** {@code /ttl: "1w": …} */
    private static Optional<RowKey> field(String message) {
        int colon = message.indexOf(": ");
        return message.startsWith("/") && colon > 0 ? RowKey.ofField(message.substring(1, colon)) : Optional.empty();
    }

    private Optional<Json> field(RowKey key, Layer.Given given) {
        return switch (key.kind()) {
            case TEXT -> text(key, given);
            case TRUTH ->
                given.value() instanceof Json.JsonBoolean ? Optional.of(given.value()) : wrong(given, "true or false");
            case NUMBER -> whole(given, given.value());
            case MONEY -> scalar(given).map(Json::of);
            case TEXTS -> list(given, this::itself);
            case NUMBERS -> numbers(given);
            case PAIRS -> pairs(given);
            case VOLUMES -> list(given, this::volume);
        };
    }

    private Optional<String> parameter(Layer.Given given) {
        Optional<String> text = scalar(given);
        if (text.filter(of -> of.indexOf('\n') >= 0 || of.indexOf('\r') >= 0).isPresent()) {
            problems.add(new Problem(
                    given.pointer(), "a parameter is one line, since it is a tag too; put the rest into a file"));
            return Optional.empty();
        }
        return text;
    }

    private Optional<Json> text(RowKey key, Layer.Given given) {
        Optional<String> text = scalar(given);
        if (key == RowKey.USER_DATA
                && text.filter(script -> script.startsWith("@")).isPresent()) {
            problems.add(new Problem(
                    given.pointer(),
                    "a file is read for --user-data on the command line only; put the script itself here"));
            return Optional.empty();
        }
        return text.map(Json::of);
    }

    private Optional<Json> whole(Layer.Given given, Json value) {
        try {
            if (value instanceof Json.JsonNumber number) {
                return Optional.of(Json.of(number.value().intValueExact()));
            }
            if (value instanceof Json.JsonString text && text.value().matches("[0-9]{1,9}")) {
                return Optional.of(Json.of(Integer.parseInt(text.value())));
            }
        } catch (ArithmeticException fraction) {
            // Said below, as of any value that is no whole number.
        }
        return wrong(given, "a whole number");
    }

    /** Of an array's items, or of the one thing that stands for an array of it. */
    private Optional<Json> list(Layer.Given given, java.util.function.Function<Layer.Given, Optional<Json>> of) {
        List<Json> items = new ArrayList<>();
        if (given.value() instanceof JsonArray array) {
            for (int i = 0; i < array.items().size(); i++) {
                of.apply(new Layer.Given(array.items().get(i), given.pointer() + "/" + i))
                        .ifPresent(items::add);
            }
        } else {
            of.apply(given).ifPresent(items::add);
        }
        return Optional.of(new JsonArray(items));
    }

    private Optional<Json> itself(Layer.Given given) {
        return scalar(given).map(Json::of);
    }

    private Optional<Json> numbers(Layer.Given given) {
        if (given.value() instanceof Json.JsonString text) {
            List<Json> parts = List.of(text.value().split(",", -1)).stream()
                    .<Json>map(part -> Json.of(part.strip()))
                    .toList();
            return list(new Layer.Given(new JsonArray(parts), given.pointer()), part -> whole(given, part.value()));
        }
        return list(given, item -> whole(item, item.value()));
    }

    private Optional<Json> volume(Layer.Given given) {
        Optional<String> text = scalar(given);
        try {
            return text.map(host.spore.spawn.events.Volumes::parseData)
                    .map(data -> JsonObject.builder()
                            .put("sizeGib", data.sizeGib())
                            .put("type", data.type())
                            .build());
        } catch (Refusal refusal) {
            problems.add(new Problem(given.pointer(), String.valueOf(refusal.getMessage())));
            return Optional.empty();
        }
    }

    private Optional<Json> pairs(Layer.Given given) {
        if (!(given.value() instanceof JsonObject object)) {
            return wrong(given, "an object of names and texts");
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        object.members().forEach((name, value) -> {
            String where = given.pointer() + "/" + name.replace("~", "~0").replace("/", "~1");
            if (name.startsWith("spawn:")) {
                problems.add(new Problem(where, "keys that begin with spawn: are spawn's own; take another one"));
            } else if (value != Json.JsonNull.NULL) {
                scalar(new Layer.Given(value, where)).ifPresent(text -> pairs.put(name, text));
            }
        });
        return Optional.of(JsonObject.builder().put("of", pairs).build().object("of"));
    }

    /** A number is the text that was written, without the powers of ten in which JSON may have it. */
    private Optional<String> scalar(Layer.Given given) {
        return switch (given.value()) {
            case Json.JsonString text -> Optional.of(text.value());
            case Json.JsonNumber number -> Optional.of(plain(number.value()));
            case Json.JsonBoolean truth -> Optional.of(truth.toString());
            case Json.JsonNull none -> wrong(given, "a text, a number, true or false");
            case JsonArray array -> wrong(given, "a text, a number, true or false");
            case JsonObject object -> wrong(given, "a text, a number, true or false");
        };
    }

    private static String plain(BigDecimal value) {
        return Math.abs(value.scale()) <= FAR ? value.toPlainString() : value.toString();
    }

    private <T> Optional<T> wrong(Layer.Given given, String expected) {
        problems.add(new Problem(
                given.pointer(),
                "expected " + expected + ", got " + given.value().kind()));
        return Optional.empty();
    }
}
