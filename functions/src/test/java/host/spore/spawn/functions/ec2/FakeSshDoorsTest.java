package host.spore.spawn.functions.ec2;

import java.time.Instant;
import java.util.List;

class FakeSshDoorsTest extends SshDoorsContract {
    private final FakeSshDoors doors = new FakeSshDoors();
    private int doorsAskedFor;

    @Override
    protected SshDoors subject() {
        return doors;
    }

    @Override
    protected SshDoor freshDoor() {
        doorsAskedFor++;
        return new SshDoor("vpc-1", "10.0.0." + doorsAskedFor + "/32");
    }

    @Override
    protected void use(String groupId) {
        doors.use(groupId);
    }

    @Override
    protected String cut(SshDoor door) {
        return doors.cut(door, Instant.EPOCH);
    }

    @Override
    protected void meddle(String groupId) {
        doors.meddle(groupId);
    }

    @Override
    protected List<String> rules(String groupId) {
        return doors.rules(groupId);
    }
}
