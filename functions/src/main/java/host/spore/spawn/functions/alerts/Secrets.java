package host.spore.spawn.functions.alerts;

import java.util.Optional;

/** What destinations keep in Parameter Store. */
@FunctionalInterface
interface Secrets {
    /** Decrypted, without blanks around it; empty when there is no such parameter. */
    Optional<Secret> read(String parameter);

    /**
     * A parameter.
     *
     * @param value never logged, and in no message
     * @param isEncrypted whether it is a SecureString
     */
    record Secret(String value, boolean isEncrypted) {
        /** A record would print the value wherever it is logged. */
        @Override
        public String toString() {
            return "Secret[…]";
        }
    }
}
