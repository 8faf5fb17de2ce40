package host.spore.spawn.functions.launch;

import static host.spore.spawn.functions.lambda.Log.field;

import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.Machine;
import host.spore.spawn.functions.availability.CapacityMemory;
import host.spore.spawn.functions.availability.Offer;
import host.spore.spawn.functions.availability.Standing;
import host.spore.spawn.functions.lambda.Log;
import host.spore.spawn.functions.launch.MachineTypes.MachineType;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds what a launch will try: its types, the image for each architecture of them, and their order. */
final class CandidateFinder {
    private final MachineTypes machineTypes;
    private final Images images;
    private final ImageArchitectures imageArchitectures;
    private final CapacityMemory memory;
    private final ImageAliases aliases;
    private final LaunchPlan.Settings settings;
    private final InstantSource clock;

    CandidateFinder(
            MachineTypes machineTypes,
            Images images,
            ImageArchitectures imageArchitectures,
            CapacityMemory memory,
            ImageAliases aliases,
            LaunchPlan.Settings settings,
            InstantSource clock) {
        this.machineTypes = machineTypes;
        this.images = images;
        this.imageArchitectures = imageArchitectures;
        this.memory = memory;
        this.aliases = aliases;
        this.settings = settings;
        this.clock = clock;
    }

    /** Either of the two. */
    sealed interface Result {
        /**
         * @param candidates in the order in which they are tried
         * @param images by architecture, for each of theirs
         * @param remarks for people
         */
        record Found(List<Candidate> candidates, Map<Architecture, String> images, List<String> remarks)
                implements Result {}

        /** @param reason for people */
        record Refused(String reason) implements Result {}
    }

    Result find(LaunchInstance command, Log log) {
        Machine machine = command.machine();
        boolean alias = aliases.isAlias(machine.image());
        Architecture image =
                alias ? null : imageArchitectures.of(machine.image()).orElse(null);
        List<MachineType> known = machineTypes.matching(machine.instanceTypes());
        TypeChoice.Decision decision = TypeChoice.decide(
                machine.instanceTypes(),
                known,
                TypeChoice.Needs.of(command, settings.agents().keySet(), image));
        return switch (decision) {
            case TypeChoice.Decision.Refused(String reason) -> new Result.Refused(reason);
            case TypeChoice.Decision.Unknown(String name) ->
                new Result.Refused(NearestTypes.refusal(
                        name, settings.region(), machineTypes.matching(NearestTypes.around(name))));
            case TypeChoice.Decision.Chosen(List<TypeChoice.Choice> types, List<String> remarks) ->
                ordered(command, types, remarks, log);
        };
    }

    private Result ordered(LaunchInstance command, List<TypeChoice.Choice> types, List<String> remarks, Log log) {
        List<Candidate> all = CandidateOrder.all(command, types);
        Optional<String> tooMany = CandidateOrder.refusal(all);
        if (tooMany.isPresent()) {
            return new Result.Refused(tooMany.get());
        }
        Set<Architecture> architectures =
                types.stream().map(TypeChoice.Choice::architecture).collect(Collectors.toCollection(TreeSet::new));
        Map<Architecture, String> found = new EnumMap<>(Architecture.class);
        for (Architecture architecture : architectures) {
            String ami = command.machine().image();
            Optional<String> parameter = aliases.parameter(ami, architecture);
            Optional<String> image = parameter.isEmpty() ? Optional.of(ami) : images.named(parameter.get());
            if (image.isEmpty()) {
                return new Result.Refused("image " + ami + ": the parameter " + parameter.get() + " is not in "
                        + settings.region() + "; give an image's id instead (--ami ami-…)");
            }
            found.put(architecture, image.get());
        }
        Map<Offer, Standing> known =
                memory.recall(all.stream().map(Candidate::offer).toList(), log);
        CandidateOrder.Ordered ordered = CandidateOrder.order(all, known, clock.instant(), settings.capacityMemory());
        List<String> said = new ArrayList<>(remarks);
        said.addAll(ordered.remarks());
        log.info("ordered the candidates", field("candidates", all.size()), field("remarks", said));
        return new Result.Found(ordered.candidates(), found, said);
    }
}
