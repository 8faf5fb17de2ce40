package host.spore.spawn.functions.launch;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.Views;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@link Launcher} in memory. Keeps AWS's rule of client tokens: the same token is the same instance, and never another
 * request. LocalStack: ignores the token, so there only the look at the tags keeps a lost answer from launching twice.
 */
final class FakeLauncher implements Launcher {
    final List<LaunchRequest> launched = new ArrayList<>();

    private final Deque<LaunchAnswer> answers = new ArrayDeque<>();
    private final Map<String, LaunchRequest> requestsByToken = new LinkedHashMap<>();
    private final Map<String, List<InstanceView>> instancesByToken = new LinkedHashMap<>();
    private boolean losing;
    private int room = Integer.MAX_VALUE;
    private int listed = Integer.MAX_VALUE;
    private int count;

    /** What EC2 says next, instead of launching. */
    void answerNext(LaunchAnswer answer) {
        answers.add(answer);
    }

    /** The next launch happens, and nobody hears of it. */
    void loseNextReply() {
        losing = true;
    }

    /** From now on there is room for so many in one call. */
    void roomFor(int instances) {
        room = instances;
    }

    /** From now on EC2 lists so many of what it has launched. */
    void listOnly(int instances) {
        listed = instances;
    }

    @Override
    public LaunchAnswer launch(LaunchRequest request) {
        LaunchAnswer planned = answers.poll();
        if (planned != null) {
            return planned;
        }
        LaunchRequest before = requestsByToken.putIfAbsent(request.clientToken(), request);
        if (before != null && !before.equals(request)) {
            return new LaunchAnswer.Refused("IdempotentParameterMismatch");
        }
        if (before == null && room < request.count().least()) {
            requestsByToken.remove(request.clientToken());
            return new LaunchAnswer.NoCapacity("InsufficientInstanceCapacity", true);
        }
        List<InstanceView> instances = instancesByToken.computeIfAbsent(request.clientToken(), token -> run(request));
        if (losing) {
            losing = false;
            return new LaunchAnswer.Unknown("no answer from EC2: read timed out");
        }
        return new LaunchAnswer.Launched(instances);
    }

    private List<InstanceView> run(LaunchRequest request) {
        launched.add(request);
        return IntStream.range(0, Math.min(room, request.count().most()))
                .mapToObj(index -> {
                    Views view = Views.aRunning(new InstanceId("i-%08d".formatted(++count)));
                    request.tags().forEach(view::tagged);
                    return view.launchedAs(index).build();
                })
                .toList();
    }

    @Override
    public List<InstanceView> launchedBefore(String commandId, int attempt) {
        return instancesByToken.values().stream()
                .flatMap(List::stream)
                .filter(view -> view.tag("spawn:command").equals(Optional.of(commandId))
                        && view.tag("spawn:attempt").equals(Optional.of(Integer.toString(attempt))))
                .limit(listed)
                .toList();
    }
}
