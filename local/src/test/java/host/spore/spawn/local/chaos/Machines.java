package host.spore.spawn.local.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ArchitectureValues;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceState;
import software.amazon.awssdk.services.ec2.model.InstanceTypeHypervisor;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.Placement;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.StateReason;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;
import software.amazon.awssdk.services.ec2.model.UsageClassType;

/** EC2 in memory: late to know what it has launched, out of capacity now and then, idempotent by client token. */
final class Machines {
    /** For so long an instance may not be found. */
    private static final Duration UNKNOWN = Duration.ofSeconds(4);

    /** For so long after its launch an instance cannot hibernate. */
    private static final Duration NOT_PREPARED = Duration.ofMinutes(2);

    private static final Duration REMEMBERED = Duration.ofHours(1);

    private static final List<String> TYPES =
            List.of("c7a.large", "c7i.large", "c7i.xlarge", "m7i.large", "mac2.metal");

    private final Clockwork time;
    private final Random random;
    private final Map<String, Machine> byId = new LinkedHashMap<>();
    private final Map<String, RunInstancesRequest> tokens = new HashMap<>();
    private final Map<String, List<Machine>> byToken = new HashMap<>();
    private final Listener listener;

    /** With what every RunInstances is refused; null when it is not, or only by chance. */
    @Nullable
    String refusal;

    /** How often it was asked for an instance, and gave or refused one. */
    int asked;

    /** Who hears what happens to an instance. */
    interface Listener {
        void changed(Machine machine);
    }

    /** An instance. */
    static final class Machine {
        final String id;
        final Map<String, String> tags = new LinkedHashMap<>();
        final boolean spot;
        final boolean hibernation;
        final String type;
        final Instant createdAt;
        final int launchIndex;
        Instant startedAt;
        String state = "pending";
        String reason = "";

        @Nullable
        Instant endedAt;

        /** What it has been, and from when on. */
        final Map<Instant, String> states = new LinkedHashMap<>();

        /** How often it has been asked for another state: what was asked before is void. */
        int turns;

        Machine(String id, RunInstancesRequest request, Instant now, int launchIndex) {
            this.id = id;
            this.launchIndex = launchIndex;
            type = request.instanceTypeAsString();
            spot = request.instanceMarketOptions() != null
                    && request.instanceMarketOptions().marketType() == MarketType.SPOT;
            hibernation = request.hibernationOptions() != null
                    && Boolean.TRUE.equals(request.hibernationOptions().configured());
            createdAt = now;
            states.put(now, state);
            startedAt = now;
        }

        boolean isEnding() {
            return state.equals("shutting-down") || state.equals("terminated");
        }
    }

    Machines(Clockwork time, Random random, Listener listener) {
        this.time = time;
        this.random = random;
        this.listener = listener;
    }

    List<Machine> all() {
        return List.copyOf(byId.values());
    }

    Machine get(String id) {
        Machine machine = byId.get(id);
        if (machine == null || isForgotten(machine)) {
            throw error("InvalidInstanceID.NotFound", 400);
        }
        return machine;
    }

    private boolean isForgotten(Machine machine) {
        Instant ended = machine.endedAt;
        return ended != null && time.instant().isAfter(ended.plus(REMEMBERED));
    }

    void terminate(String id, String reason) {
        Machine machine = get(id);
        if (!machine.isEnding()) {
            machine.reason = reason;
            become(machine, "shutting-down");
            then(machine, time.between(1_000, 60_000), "terminated");
        }
    }

    void stop(String id, boolean hibernate) {
        Machine machine = get(id);
        if (machine.spot || machine.isEnding()) {
            throw error(machine.spot ? "UnsupportedOperation" : "IncorrectInstanceState", 400);
        }
        if (hibernate && (!machine.hibernation || time.instant().isBefore(machine.startedAt.plus(NOT_PREPARED)))) {
            throw error("UnsupportedHibernationConfiguration", 400);
        }
        if (machine.state.equals("running") || machine.state.equals("pending")) {
            machine.reason = hibernate ? "Client.UserInitiatedHibernate" : "Client.UserInitiatedShutdown";
            become(machine, "stopping");
            then(machine, time.between(5_000, 90_000), "stopped");
        }
    }

    void start(String id) {
        Machine machine = get(id);
        if (machine.state.equals("stopped")) {
            machine.startedAt = time.instant();
            machine.reason = "";
            become(machine, "pending");
            then(machine, time.between(3_000, 20_000), "running");
        } else if (!machine.state.equals("running") && !machine.state.equals("pending")) {
            throw error("IncorrectInstanceState", 400);
        }
    }

    private void then(Machine machine, Duration delay, String state) {
        int turn = machine.turns;
        time.after(delay, () -> {
            if (machine.turns == turn) {
                become(machine, state);
            }
        });
    }

    private void become(Machine machine, String state) {
        machine.state = state;
        machine.states.put(time.instant(), state);
        machine.turns++;
        if (machine.isEnding() && machine.endedAt == null) {
            machine.endedAt = time.instant();
        }
        listener.changed(machine);
    }

    private List<Machine> run(RunInstancesRequest request) {
        asked++;
        String refused = refusal;
        if (refused != null) {
            throw error(refused, 503);
        }
        RunInstancesRequest before = tokens.get(request.clientToken());
        if (before != null) {
            if (!before.equals(request)) {
                throw error("IdempotentParameterMismatch", 400);
            }
            List<Machine> made = byToken.get(request.clientToken());
            if (made != null) {
                return made;
            }
        }
        if (random.nextInt(4) == 0) {
            throw error("InsufficientInstanceCapacity", 500);
        }
        List<Machine> made = IntStream.range(0, count(request))
                .mapToObj(index -> made(request, index))
                .toList();
        tokens.put(request.clientToken(), request);
        byToken.put(request.clientToken(), made);
        made.forEach(machine -> {
            listener.changed(machine);
            then(machine, time.between(3_000, 20_000), "running");
        });
        return made;
    }

    /** There is room for all of them, or for some. */
    private int count(RunInstancesRequest request) {
        int least = request.minCount();
        int most = request.maxCount();
        return least == most || random.nextBoolean() ? most : least + random.nextInt(most - least + 1);
    }

    private Machine made(RunInstancesRequest request, int index) {
        Machine machine = new Machine("i-0" + "%016x".formatted(byId.size() + 1L), request, time.instant(), index);
        request.tagSpecifications().getFirst().tags().forEach(tag -> machine.tags.put(tag.key(), tag.value()));
        byId.put(machine.id, machine);
        return machine;
    }

    private List<Machine> find(DescribeInstancesRequest request) {
        if (!request.instanceIds().isEmpty()) {
            Machine machine = get(request.instanceIds().getFirst());
            if (isUnknown(machine)) {
                throw error("InvalidInstanceID.NotFound", 400);
            }
            return List.of(machine);
        }
        return byId.values().stream()
                .filter(machine -> !isForgotten(machine) && !isUnknown(machine))
                .filter(machine -> request.filters().stream().allMatch(filter -> matches(machine, filter)))
                .toList();
    }

    private boolean isUnknown(Machine machine) {
        return time.instant().isBefore(machine.createdAt.plus(UNKNOWN)) && random.nextBoolean();
    }

    private static boolean matches(Machine machine, Filter filter) {
        return filter.name().equals("instance-state-name")
                ? filter.values().contains(machine.state)
                : filter.values()
                        .contains(machine.tags.getOrDefault(filter.name().substring("tag:".length()), "(none)"));
    }

    static Instance view(Machine machine) {
        List<Tag> tags = new ArrayList<>();
        machine.tags.forEach(
                (key, value) -> tags.add(Tag.builder().key(key).value(value).build()));
        return Instance.builder()
                .instanceId(machine.id)
                .instanceType(machine.type)
                .instanceLifecycle(machine.spot ? InstanceLifecycleType.SPOT : null)
                .state(InstanceState.builder().name(machine.state).build())
                .stateReason(
                        machine.reason.isEmpty()
                                ? null
                                : StateReason.builder().code(machine.reason).build())
                .hibernationOptions(options -> options.configured(machine.hibernation))
                .launchTime(machine.startedAt)
                .amiLaunchIndex(machine.launchIndex)
                .publicIpAddress(machine.state.equals("running") ? "203.0.113.7" : null)
                .placement(Placement.builder().availabilityZone("us-east-1a").build())
                .tags(tags)
                .build();
    }

    private static InstanceTypeInfo type(String name) {
        boolean mac = name.startsWith("mac");
        return InstanceTypeInfo.builder()
                .instanceType(name)
                .currentGeneration(true)
                .bareMetal(mac)
                .hypervisor(mac ? null : InstanceTypeHypervisor.NITRO)
                .hibernationSupported(!mac)
                .processorInfo(processor -> processor.supportedArchitecturesWithStrings(mac ? "arm64_mac" : "x86_64"))
                .supportedUsageClasses(UsageClassType.ON_DEMAND, UsageClassType.SPOT)
                .vCpuInfo(processors -> processors.defaultVCpus(name.contains("xlarge") ? 4 : 2))
                .memoryInfo(memory -> memory.sizeInMiB(4_096L))
                .build();
    }

    private static RuntimeException error(String code, int status) {
        return Weather.error(Ec2Exception.builder(), code, status);
    }

    /** As the functions see it. */
    Ec2Client client(Weather weather) {
        return new Ec2Client() {
            @Override
            public RunInstancesResponse runInstances(RunInstancesRequest request) {
                return call(() -> RunInstancesResponse.builder()
                        .instances(run(request).stream().map(Machines::view).toList())
                        .build());
            }

            @Override
            public DescribeInstancesResponse describeInstances(DescribeInstancesRequest request) {
                return call(() -> DescribeInstancesResponse.builder()
                        .reservations(Reservation.builder()
                                .instances(find(request).stream()
                                        .map(Machines::view)
                                        .toList())
                                .build())
                        .build());
            }

            @Override
            public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
                return call(() -> DescribeImagesResponse.builder()
                        .images(Image.builder()
                                .imageId(request.imageIds().getFirst())
                                .architecture(ArchitectureValues.X86_64)
                                .rootDeviceName("/dev/xvda")
                                .blockDeviceMappings(BlockDeviceMapping.builder()
                                        .deviceName("/dev/xvda")
                                        .ebs(EbsBlockDevice.builder()
                                                .volumeSize(8)
                                                .build())
                                        .build())
                                .build())
                        .build());
            }

            // No launch here asks for SSH.
            @Override
            public DescribeSecurityGroupsResponse describeSecurityGroups(DescribeSecurityGroupsRequest request) {
                return call(() -> DescribeSecurityGroupsResponse.builder().build());
            }

            @Override
            public DescribeInstanceTypesResponse describeInstanceTypes(DescribeInstanceTypesRequest request) {
                return call(() -> DescribeInstanceTypesResponse.builder()
                        .instanceTypes(TYPES.stream()
                                .filter(type -> request.filters().getFirst().values().stream()
                                        .anyMatch(pattern -> type.matches(
                                                pattern.replace(".", "\\.").replace("*", ".*"))))
                                .map(Machines::type)
                                .toList())
                        .build());
            }

            @Override
            public TerminateInstancesResponse terminateInstances(TerminateInstancesRequest request) {
                return call(() -> {
                    terminate(request.instanceIds().getFirst(), "Client.UserInitiatedShutdown");
                    return TerminateInstancesResponse.builder().build();
                });
            }

            @Override
            public CreateTagsResponse createTags(CreateTagsRequest request) {
                return call(() -> {
                    Machine machine = get(request.resources().getFirst());
                    request.tags().forEach(tag -> machine.tags.put(tag.key(), tag.value()));
                    return CreateTagsResponse.builder().build();
                });
            }

            @Override
            public String serviceName() {
                return "ec2";
            }

            @Override
            public void close() {}

            private <T> T call(Supplier<T> deed) {
                return weather.sdk("EC2", deed, Ec2Exception::builder);
            }
        };
    }
}
