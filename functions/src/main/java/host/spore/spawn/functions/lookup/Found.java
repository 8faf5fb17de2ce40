package host.spore.spawn.functions.lookup;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.functions.ec2.InstanceState;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.store.InstanceRow;
import java.util.Optional;

/** The answer to "which instance?". */
public sealed interface Found {
    /**
     * This one; it may have ended.
     *
     * @param id see {@link InstanceId}
     * @param name empty when neither table nor EC2 tell
     * @param row may be absent
     * @param view empty when EC2 does not know it, yet or any more
     */
    record Instance(InstanceId id, Optional<Name> name, InstanceRow row, Optional<InstanceView> view) implements Found {
        /** EC2's word; but a row that has seen the end knows better than an old read. */
        public Optional<InstanceState> state() {
            Optional<InstanceState> recorded = row.state();
            return recorded.filter(InstanceState::isEnding).isPresent()
                            && view.filter(seen -> seen.state() == InstanceState.TERMINATED)
                                    .isEmpty()
                    ? recorded
                    : view.map(InstanceView::state).or(() -> recorded);
        }

        public boolean isEnding() {
            return state().filter(InstanceState::isEnding).isPresent();
        }

        /** For people: its name and its id, or its id. */
        public String shown() {
            return name.map(known -> known + " (" + id + ")").orElse(id.value());
        }
    }

    /** @param reason what was looked for, and what to do */
    record Missing(String reason) implements Found {}
}
