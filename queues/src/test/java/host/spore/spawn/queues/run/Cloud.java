package host.spore.spawn.queues.run;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a compiled machine's tasks reach: workers, the step function, the table. */
interface Cloud {
    /** How a task ends, now or later. */
    interface Answer {
        /**
         * @param error null: it went well
         * @return whether anybody waited for it
         */
        boolean give(@Nullable String error, Object result);
    }

    void work(Map<String, Object> arguments, Life life, Answer answer);

    void step(Map<String, Object> payload, Answer answer);

    /** @return the error of the call; null: the token is stored */
    @Nullable
    String park(Map<String, Object> arguments, Answer token);

    /** @return the result of getItem */
    Map<String, Object> read(Map<String, Object> arguments);

    /** How long a call takes, and how much of a pause a retry makes. */
    long latency();

    long pause(long most);
}
