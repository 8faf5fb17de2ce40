package host.spore.spawn.queues.run;

import org.jspecify.annotations.Nullable;

/** What ends together: an execution, a branch, a state. What was scheduled for a life that is over is void. */
final class Life {
    private final @Nullable Life parent;
    private boolean over;

    Life(@Nullable Life parent) {
        this.parent = parent;
    }

    boolean isOver() {
        return over || (parent != null && parent.isOver());
    }

    void end() {
        over = true;
    }
}
