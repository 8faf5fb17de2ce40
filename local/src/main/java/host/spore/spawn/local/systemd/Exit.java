package host.spore.spawn.local.systemd;

import java.util.Set;

/**
 * How a process ended.
 *
 * @param code its exit code, or 128 and the number of the signal that ended it (as a shell counts)
 * @param watchdog it was ended because it had stopped reporting
 */
record Exit(int code, boolean watchdog) {
    // SIGHUP, SIGINT, SIGPIPE, SIGTERM: a service that ends by one of them was asked to.
    private static final Set<Integer> CLEAN_SIGNALS = Set.of(129, 130, 141, 143);

    boolean signalled() {
        return code > 128 && code < 128 + 65;
    }

    boolean clean() {
        return !watchdog && (code == 0 || CLEAN_SIGNALS.contains(code));
    }

    @Override
    public String toString() {
        return (signalled() ? "signal " + (code - 128) : "exit code " + code) + (watchdog ? ", watchdog" : "");
    }
}
