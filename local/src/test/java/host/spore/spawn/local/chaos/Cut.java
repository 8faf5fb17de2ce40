package host.spore.spawn.local.chaos;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Ends the first execution of a flow between two of its calls to AWS, those of its functions included. */
final class Cut implements Weather.Calls {
    private final Flows flows;
    private final String machine;
    private final Predicate<Flows.Execution> which;
    private final How how;
    private final int number;

    /** Every call that it made, in order. */
    final List<String> calls = new ArrayList<>();

    /** Those that did something, and were not refused. */
    final Set<Integer> done = new HashSet<>();

    private Flows.@Nullable Execution subject;
    private boolean happened;

    /** What dies, and when. */
    enum How {
        /** Everything, before the call. */
        BEFORE,
        /** Everything, when the call is done and its answer not there yet. */
        AFTER,
        /** The execution before the call, while its function, if it is one's call, goes on. */
        FUNCTION_GOES_ON
    }

    /**
     * @param which of its executions, the first of these that acts
     * @param number of the call, from 0; none of them for one beyond the last
     */
    Cut(Flows flows, String machine, Predicate<Flows.Execution> which, How how, int number) {
        this.flows = flows;
        this.machine = machine;
        this.which = which;
        this.how = how;
        this.number = number;
    }

    boolean happened() {
        return happened;
    }

    Flows.Execution subject() {
        return java.util.Objects.requireNonNull(subject, "no execution of " + machine);
    }

    @Override
    public int before(String service) {
        Flows.Execution acting = flows.acting();
        if (acting == null || !isSubject(acting)) {
            return -1;
        }
        if (happened && how != How.FUNCTION_GOES_ON) {
            // A handler that goes on after a failed call does not after its end.
            throw new Flows.CutError();
        }
        if (calls.size() == number && !happened) {
            switch (how) {
                case BEFORE -> end(acting);
                case FUNCTION_GOES_ON -> {
                    happened = true;
                    acting.abort();
                }
                case AFTER -> {}
            }
        }
        calls.add(service);
        return calls.size() - 1;
    }

    @Override
    public void after(int call) {
        if (call >= 0) {
            done.add(call);
        }
        if (how == How.AFTER && !happened && call == number) {
            end(subject());
        }
    }

    private void end(Flows.Execution acting) {
        happened = true;
        acting.abort();
        throw new Flows.CutError();
    }

    private boolean isSubject(Flows.Execution acting) {
        if (subject == null && acting.machine.equals(machine) && which.test(acting)) {
            subject = acting;
        }
        return acting == subject;
    }
}
