package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.lambda.Faults;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@link Staffs} in memory. */
final class FakeStaffs implements Staffs {
    final Faults faults = new Faults();

    private final Map<String, Staff> staffs = new HashMap<>();

    @Override
    public Staff begin(Staff staff) {
        faults.enter();
        Staff there = staffs.putIfAbsent(staff.runId(), staff);
        faults.leave();
        return there == null ? staff : there;
    }

    @Override
    public Optional<Staff> read(String runId) {
        faults.enter();
        return Optional.ofNullable(staffs.get(runId));
    }
}
