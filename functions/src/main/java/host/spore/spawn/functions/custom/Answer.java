package host.spore.spawn.functions.custom;

import static host.spore.spawn.functions.lambda.Log.field;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.CloudFormationCustomResourceEvent;
import host.spore.spawn.functions.lambda.Log;
import java.util.Optional;
import java.util.function.BiConsumer;
import software.amazon.lambda.powertools.cloudformation.Response;

/** Answers CloudFormation. */
public final class Answer {
    private Answer() {}

    public static Response to(
            CloudFormationCustomResourceEvent event, Context context, BiConsumer<Properties, Log> work) {
        Log log = Log.to(context.getLogger()::log)
                .with("requestId", context.getAwsRequestId())
                .with("logicalId", event.getLogicalResourceId());
        // Always the same id: another one would make CloudFormation delete the "old" resource after an update.
        String id = Optional.ofNullable(event.getPhysicalResourceId()).orElse("spawn-" + event.getLogicalResourceId());
        try {
            work.accept(Properties.of(event), log);
            return Response.success(id);
        } catch (RuntimeException failure) {
            // Without an answer the deployment would hang for an hour; the answer carries the failure on.
            log.error("failed", field("error", failure.getClass().getName()), field("reason", failure.getMessage()));
            return Response.builder()
                    .status(Response.Status.FAILED)
                    .physicalResourceId(id)
                    .reason(String.valueOf(failure.getMessage()))
                    .build();
        }
    }
}
