package host.spore.spawn.functions.lambda;

/** The knobs that fakes share: calls that fail, and answers that are lost after the deed. */
public final class Faults {
    private int failing;
    private boolean losing;
    private Runnable before = () -> {};

    /** The next calls fail, and do nothing. */
    public void failNext(int calls) {
        failing = calls;
    }

    /** The next call does its work, and fails then. */
    public void loseNextReply() {
        losing = true;
    }

    /** Happens once, right before the next call does its work. */
    public void beforeNext(Runnable happening) {
        before = happening;
    }

    /** Nothing of what was asked for, and has not happened yet, happens. */
    public void calm() {
        failing = 0;
        losing = false;
        before = () -> {};
    }

    /** What a fake calls first. */
    public void enter() {
        Runnable happening = before;
        before = () -> {};
        happening.run();
        if (failing > 0) {
            failing--;
            throw new FaultException("failed on request");
        }
    }

    /** What a fake calls last. */
    public void leave() {
        if (losing) {
            losing = false;
            throw new FaultException("the reply was lost");
        }
    }

    /** What the network, or a service of AWS's, does now and then. */
    public static final class FaultException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FaultException(String message) {
            super(message);
        }
    }
}
