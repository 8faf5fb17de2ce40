package host.spore.spawn.functions.launch;

import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Machine;
import host.spore.spawn.events.Market;
import host.spore.spawn.functions.launch.MachineTypes.MachineType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides which types a launch may take: those it names, and of those that its patterns match, the ones that will do. */
final class TypeChoice {
    /**
     * Every further one is tried only after a definite answer about the one before, which takes a second or two, and all
     * of them in all zones and on both markets must fit into an execution's history.
     */
    static final int MOST = 20;

    private TypeChoice() {}

    /**
     * A type that will do.
     *
     * @param type see {@link MachineType}
     * @param place in the list that was given, from 0; those of one pattern share it, and their order is ours to choose
     */
    record Choice(MachineType type, int place) {
        /** Only for a type with {@link Platform#refusal} empty. */
        Architecture architecture() {
            Architecture architecture = type.architecture();
            if (architecture == null) {
                throw new IllegalStateException(type.name() + " was chosen, and spawn does not launch it");
            }
            return architecture;
        }
    }

    /**
     * What a type must be able to do.
     *
     * @param hibernation see {@link Machine#hibernation}
     * @param markets on one of which it must be to be had
     * @param agents for which this deployment has one
     * @param image the only one that an image is for, by its id; absent: there is one for each
     */
    record Needs(boolean hibernation, List<Market> markets, Set<Architecture> agents, Optional<ImageFor> image) {
        static Needs of(LaunchInstance command, Set<Architecture> agents, @Nullable Architecture image) {
            return new Needs(
                    command.machine().hibernation(),
                    command.purchase().markets(),
                    agents,
                    Optional.ofNullable(image)
                            .map(architecture -> new ImageFor(command.machine().image(), architecture)));
        }
    }

    /** An image that was given by its id. */
    record ImageFor(String id, Architecture architecture) {}

    /** One of the three. */
    sealed interface Decision {
        /**
         * @param types in the order of the list; those of a pattern smallest first
         * @param remarks for people: what was left out that could have been meant
         */
        record Chosen(List<Choice> types, List<String> remarks) implements Decision {}

        /** @param reason for people */
        record Refused(String reason) implements Decision {}

        /** @param name which no type has, or no type matches */
        record Unknown(String name) implements Decision {}
    }

    /**
     * @param asked names and patterns
     * @param known all types that these match
     */
    static Decision decide(List<String> asked, List<MachineType> known, Needs needs) {
        Map<String, Choice> chosen = new LinkedHashMap<>();
        List<String> remarks = new ArrayList<>();
        for (int place = 0; place < asked.size(); place++) {
            String one = asked.get(place);
            List<MachineType> matches = matching(one, known);
            if (matches.isEmpty()) {
                return new Decision.Unknown(one);
            }
            boolean pattern = Machine.isPattern(one);
            Map<String, List<String>> out = new LinkedHashMap<>();
            List<MachineType> will = new ArrayList<>();
            for (MachineType type : matches) {
                Optional<String> refusal = refusal(type, needs);
                if (!pattern && refusal.isPresent()) {
                    return new Decision.Refused(refusal.get());
                }
                Optional<String> why = pattern ? unwanted(one, type, needs) : Optional.empty();
                why.ifPresentOrElse(
                        reason -> out.computeIfAbsent(reason, key -> new ArrayList<>())
                                .add(type.name()),
                        () -> will.add(type));
            }
            if (will.isEmpty()) {
                return new Decision.Refused("\"" + one + "\": it matches " + types(matches.size())
                        + ", and none of them will do: " + counted(out) + "; take another pattern, or name a type");
            }
            List<MachineType> alike = pattern ? ofOneArchitecture(one, will, remarks) : will;
            int at = place;
            alike.forEach(type -> chosen.putIfAbsent(type.name(), new Choice(type, at)));
        }
        if (chosen.size() > MOST) {
            return new Decision.Refused("\"" + String.join("|", asked) + "\": it matches " + types(chosen.size())
                    + " that will do, and a launch tries at most " + MOST
                    + ": narrow it, for example to one family ('c7i.*') or to a size of some ('c7*.large')");
        }
        return new Decision.Chosen(List.copyOf(chosen.values()), remarks);
    }

    private static List<MachineType> matching(String one, List<MachineType> known) {
        Pattern pattern = Pattern.compile(java.util.Arrays.stream(one.split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")));
        return known.stream()
                .filter(type -> pattern.matcher(type.name()).matches())
                .sorted(SMALLEST_FIRST)
                .toList();
    }

    /** What is small is cheap, within a family and mostly beyond; the name only makes it definite. */
    private static final Comparator<MachineType> SMALLEST_FIRST = Comparator.comparingLong(MachineType::memoryMib)
            .thenComparingInt(MachineType::processors)
            .thenComparing(MachineType::name);

    private static Optional<String> refusal(MachineType type, Needs needs) {
        return Platform.refusal(type, needs.agents())
                .or(() -> needs.image()
                        .filter(image -> image.architecture() != type.architecture())
                        .map(image -> type.name() + ": this type is " + wire(type) + ", and the image " + image.id()
                                + " is for " + image.architecture().wire()
                                + "; take a type that the image is for, or an alias (al2023), which is for both"))
                .or(() -> needs.hibernation() ? Hibernation.refusal(type) : Optional.empty());
    }

    /** Why a type was not meant by a pattern that matches it, in few words. */
    private static Optional<String> unwanted(String pattern, MachineType type, Needs needs) {
        if (type.architecture() == null) {
            return Optional.of("Macs");
        }
        if (!type.nitro()) {
            return Optional.of("not on Nitro");
        }
        if (!type.current()) {
            return Optional.of("of an older generation");
        }
        // It takes minutes to boot and costs a whole machine: nobody gets that by a slip of the pen.
        if (type.metal() && !pattern.contains("metal")) {
            return Optional.of("bare metal");
        }
        if (!needs.agents().contains(type.architecture())) {
            return Optional.of("of " + wire(type) + ", for which this deployment has no agent");
        }
        if (needs.image()
                .filter(image -> image.architecture() != type.architecture())
                .isPresent()) {
            return Optional.of("of " + wire(type) + ", which the image is not for");
        }
        if (needs.hibernation() && Hibernation.refusal(type).isPresent()) {
            return Optional.of("that cannot hibernate");
        }
        if (!type.spot() && !needs.markets().contains(Market.ON_DEMAND)) {
            return Optional.of("not on the spot market");
        }
        return Optional.empty();
    }

    /**
     * A pattern such as {@code c7*.large} matches Graviton too, and what somebody built for one processor does not run on
     * the other. So it stands for x86_64 where it matches that; {@code c7g.*} stands for ARM.
     */
    private static List<MachineType> ofOneArchitecture(String pattern, List<MachineType> types, List<String> remarks) {
        List<MachineType> usual = types.stream()
                .filter(type -> type.architecture() == Architecture.X86_64)
                .toList();
        if (usual.isEmpty() || usual.size() == types.size()) {
            return types;
        }
        List<String> others = types.stream()
                .filter(type -> type.architecture() != Architecture.X86_64)
                .map(MachineType::name)
                .toList();
        remarks.add(pattern + ": " + types(others.size()) + " of arm64 left out, because x86_64 matches as well; name "
                + others.getFirst() + " to have it tried");
        return usual;
    }

    private static String counted(Map<String, List<String>> out) {
        return out.entrySet().stream()
                .map(entry -> entry.getValue().size() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String types(int count) {
        return count == 1 ? "1 type" : count + " types";
    }

    private static String wire(MachineType type) {
        return type.architecture() == null ? "Mac" : type.architecture().wire();
    }
}
