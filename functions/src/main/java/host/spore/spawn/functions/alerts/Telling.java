package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.InstanceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Decides who is told what. */
final class Telling {
    private Telling() {}

    /**
     * What is known of the launch that it is about.
     *
     * @param name of the instance or queue
     * @param owner of the launch
     * @param tags that the launch gave
     * @param execution ARN of the flow that tells most
     */
    record About(Optional<String> name, Optional<String> owner, Map<String, String> tags, Optional<String> execution) {
        About {
            tags = Map.copyOf(tags);
        }
    }

    /** Those that ask for its kind, before anything is looked up. */
    static List<Destination> asking(Matter matter, List<Destination> all) {
        return all.stream()
                .filter(destination -> destination.kinds().contains(matter.kind()))
                .toList();
    }

    static List<Destination> told(About about, List<Destination> asking) {
        return asking.stream()
                .filter(destination -> destination
                        .filter()
                        .takes(about.name().orElse(null), about.owner().orElse(null), about.tags()))
                .toList();
    }

    static Alert alert(Matter matter, About about, Instant at, Places places) {
        Map<String, String> facts = new LinkedHashMap<>();
        about.name().ifPresent(name -> facts.put("name", name));
        Optional.ofNullable(matter.instance()).map(InstanceId::value).ifPresent(id -> facts.put("instance", id));
        about.owner().ifPresent(owner -> facts.put("owner", owner));
        Optional.ofNullable(matter.command()).ifPresent(id -> facts.put("command", id));
        String subject = about.name()
                .or(() -> Optional.ofNullable(matter.instance()).map(InstanceId::value))
                .orElse("");
        return new Alert(
                matter.cause(),
                matter.kind(),
                at,
                sentence(subject, matter.headline()),
                matter.lines().stream()
                        .map(line -> line.replace("NAME", subject))
                        .toList(),
                facts,
                places.links(about.execution(), Optional.ofNullable(matter.instance())));
    }

    /** What was kept back, in one. */
    static Alert digest(String cause, AlertKind kind, List<String> causes, Instant until) {
        int count = causes.size();
        return new Alert(
                cause,
                kind,
                until,
                count + (count == 1 ? " more alert" : " more alerts") + " of the kind " + kind.wire()
                        + (count == 1 ? " was" : " were") + " held back until "
                        + Matter.time(until).substring(3),
                List.of("The bus, the executions of Step Functions and the table spawn-history have what happened."),
                Map.of("held back", Integer.toString(count)),
                Map.of());
    }

    static Alert trial(String commandId, Destination destination, Instant at) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("destination", destination.id().value());
        List<String> lines = new ArrayList<>();
        lines.add("This destination is told of: " + AlertKind.words(destination.kinds()) + ".");
        return new Alert(commandId, AlertKind.READY, at, "A test: alerts of spawn arrive here", lines, facts, Map.of());
    }

    /** {@code demo is ready}, and {@code demo's agent has trouble}. */
    private static String sentence(String subject, String headline) {
        return subject.isEmpty() ? headline : headline.startsWith("'") ? subject + headline : subject + " " + headline;
    }
}
