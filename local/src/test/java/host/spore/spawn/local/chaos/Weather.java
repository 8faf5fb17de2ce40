package host.spore.spawn.local.chaos;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Faults: throttled, broken, slow, or done with the answer lost. Between client and service, as a proxy would be. */
final class Weather {
    /** As often as the SDK's standard mode tries. */
    private static final int TRIES = 3;

    private final Random random;
    private final Clockwork time;
    private final Map<String, Integer> met = new TreeMap<>();
    private double bad;
    private Calls calls = Calls.UNHEARD;

    /** Who is told of every call. */
    interface Calls {
        Calls UNHEARD = new Calls() {
            @Override
            public int before(String service) {
                return 0;
            }

            @Override
            public void after(int call) {}
        };

        /** @return its number, from 0 */
        int before(String service);

        /** It is done, and its answer on the way. */
        void after(int call);
    }

    Weather(Random random, Clockwork time, double bad) {
        this.random = random;
        this.time = time;
        this.bad = bad;
    }

    /** From now on nothing fails, so that what is still open can come to its end. */
    void clear() {
        bad = 0;
    }

    void tell(Calls of) {
        calls = of;
    }

    Map<String, Integer> met() {
        return met;
    }

    /** Nothing happens but what is asked for. */
    boolean isFair() {
        return bad == 0;
    }

    boolean strikes(double share) {
        return random.nextDouble() < bad * share;
    }

    /**
     * A call of an SDK client, with the SDK's own retries.
     *
     * @param exception of the service
     */
    <T> T sdk(String service, Supplier<T> deed, Supplier<? extends AwsServiceException.Builder> exception) {
        for (int i = 1; ; i++) {
            try {
                return once(service, deed, (code, status) -> error(exception.get(), code, status));
            } catch (FaultException fault) {
                if (i == TRIES) {
                    throw fault.shown();
                }
            }
        }
    }

    /** A call that nobody repeats but the flow. */
    <T> T plain(String service, Supplier<T> deed, Function<String, RuntimeException> error) {
        try {
            return once(service, deed, (code, status) -> error.apply(code));
        } catch (FaultException fault) {
            throw fault.shown() instanceof SdkClientException lost
                    ? error.apply(String.valueOf(lost.getMessage()))
                    : fault.shown();
        }
    }

    /** As a service answers it. */
    static RuntimeException error(AwsServiceException.Builder exception, String code, int status) {
        return exception
                .statusCode(status)
                .message(code)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(code)
                        .build())
                .build();
    }

    private <T> T once(String service, Supplier<T> deed, ErrorOf error) {
        int call = calls.before(service);
        double fate = random.nextDouble();
        if (fate < bad / 4) {
            throw fault(service, "throttled", error.of("RequestLimitExceeded", 400));
        }
        if (fate < bad / 2) {
            throw fault(service, "broken", error.of("InternalError", 500));
        }
        if (fate < bad * 3 / 4) {
            T lost = deed.get();
            throw fault(service, "lost", SdkClientException.create("no answer in time; it was " + lost));
        }
        if (fate < bad) {
            met.merge(service + " slow", 1, Integer::sum);
            time.elapse(time.between(200, 15_000));
        }
        T answer = deed.get();
        calls.after(call);
        if (fate < bad) {
            time.elapse(time.between(200, 5_000));
        }
        return answer;
    }

    private FaultException fault(String service, String kind, RuntimeException shown) {
        met.merge(service + " " + kind, 1, Integer::sum);
        return new FaultException(shown);
    }

    /** Makes a service's exception. */
    @FunctionalInterface
    private interface ErrorOf {
        RuntimeException of(String code, int status);
    }

    private static final class FaultException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final RuntimeException shown;

        FaultException(RuntimeException shown) {
            super(shown);
            this.shown = shown;
        }

        RuntimeException shown() {
            return shown;
        }
    }
}
