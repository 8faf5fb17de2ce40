package host.spore.spawn.functions.ec2;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link SshDoors} in memory. */
public final class FakeSshDoors implements SshDoors {
    /** Group ids of removed doors, in order. */
    public final List<String> removed = new ArrayList<>();

    private record Group(SshDoor door, Instant madeAt, List<String> rules) {}

    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();
    private int made;
    private @Nullable Opened answer;
    private boolean failing;

    /** What EC2 says next, instead of opening. */
    public void answerNext(Opened next) {
        answer = next;
    }

    /** EC2 cannot be asked what there is. */
    public void failNext() {
        failing = true;
    }

    /** A group that was made then. */
    public String made(SshDoor door, Instant madeAt) {
        String id = cut(door, madeAt);
        rules(id).add("tcp 22-22 " + door.from());
        return id;
    }

    /** An instance has it from now on. */
    public void use(String groupId) {
        used.add(groupId);
    }

    void meddle(String groupId) {
        rules(groupId).add("tcp 80-80 0.0.0.0/0");
    }

    String cut(SshDoor door, Instant madeAt) {
        made++;
        String id = "sg-%08d".formatted(made);
        groups.put(id, new Group(door, madeAt, new ArrayList<>()));
        return id;
    }

    List<String> rules(String groupId) {
        return Objects.requireNonNull(groups.get(groupId)).rules();
    }

    @Override
    public Opened open(SshDoor door, Instant now) {
        if (answer != null) {
            Opened planned = answer;
            answer = null;
            return planned;
        }
        Optional<Map.Entry<String, Group>> found = groups.entrySet().stream()
                .filter(group -> group.getValue().door().equals(door))
                .findFirst();
        if (found.isEmpty()) {
            return new Opened.Ready(made(door, now));
        }
        String id = found.get().getKey();
        List<String> rules = found.get().getValue().rules();
        if (rules.isEmpty()) {
            rules.add("tcp 22-22 " + door.from());
        }
        return rules.size() == 1
                ? new Opened.Ready(id)
                : new Opened.Refused("security group " + id + " (" + door.groupName()
                        + ") has rules that spawn has not given it: remove them, or the group, then launch again");
    }

    @Override
    public List<Made> all() {
        if (failing) {
            failing = false;
            throw new IllegalStateException("failed on request");
        }
        return groups.entrySet().stream()
                .map(group -> new Made(
                        group.getKey(),
                        group.getValue().door().from(),
                        group.getValue().madeAt()))
                .toList();
    }

    @Override
    public boolean remove(String groupId) {
        if (used.contains(groupId)) {
            return false;
        }
        if (groups.remove(groupId) != null) {
            removed.add(groupId);
        }
        return true;
    }
}
