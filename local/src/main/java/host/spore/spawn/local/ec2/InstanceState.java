package host.spore.spawn.local.ec2;

import java.util.Locale;
import java.util.Optional;

/** EC2's states of an instance, in EC2's spelling. */
public enum InstanceState {
    PENDING,
    RUNNING,
    STOPPING,
    STOPPED,
    SHUTTING_DOWN,
    TERMINATED;

    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Empty for a word that EC2 does not use today. */
    public static Optional<InstanceState> of(String text) {
        for (InstanceState state : values()) {
            if (state.text().equals(text)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
