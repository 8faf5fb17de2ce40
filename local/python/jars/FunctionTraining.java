import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The training run for the functions' AOT cache: makes every handler named in its arguments and calls each with the
 * event that follows its name. What they answer or throw does not matter, only which classes it takes them to get there.
 *
 * <p>It lies beside the runtime interface client, because a cache holds for one class path only.
 */
public final class FunctionTraining {
    private FunctionTraining() {}

    public static void main(String[] arguments) {
        for (int next = 0; next < arguments.length; next += 2) {
            String handler = arguments[next];
            try {
                Object made = Class.forName(handler).getDeclaredConstructor().newInstance();
                Class.forName("com.amazonaws.services.lambda.runtime.api.client.AWSLambda");
                if (made instanceof RequestStreamHandler function) {
                    byte[] event = arguments[next + 1].getBytes(StandardCharsets.UTF_8);
                    function.handleRequest(new ByteArrayInputStream(event), new ByteArrayOutputStream(), new Trainee());
                }
                System.out.println(handler + " answered");
            } catch (Exception | LinkageError e) {
                // Expected: most have an empty event, which is no event of theirs.
                System.out.println(handler + " went as far as " + (e.getCause() == null ? e : e.getCause()));
            }
        }
        // SDK clients keep threads; the cache is written when the process ends.
        System.exit(0);
    }

    private static final class Trainee implements Context, LambdaLogger {
        @Override
        public String getAwsRequestId() {
            return "training";
        }

        @Override
        public String getLogGroupName() {
            return "training";
        }

        @Override
        public String getLogStreamName() {
            return "training";
        }

        @Override
        public String getFunctionName() {
            return "training";
        }

        @Override
        public String getFunctionVersion() {
            return "$LATEST";
        }

        @Override
        public String getInvokedFunctionArn() {
            return "arn:aws:lambda:us-east-1:000000000000:function:training";
        }

        @Override
        public CognitoIdentity getIdentity() {
            return null;
        }

        @Override
        public ClientContext getClientContext() {
            return null;
        }

        @Override
        public int getRemainingTimeInMillis() {
            return 60_000;
        }

        @Override
        public int getMemoryLimitInMB() {
            return 512;
        }

        @Override
        public LambdaLogger getLogger() {
            return this;
        }

        @Override
        public void log(String message) {}

        @Override
        public void log(byte[] message) {}
    }
}
