package host.spore.spawn.local.ec2;

import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** {@link Bus} by the SDK. Only an emulator takes events with a source under {@code aws.} from us. */
public final class DefaultBus implements Bus {
    private final EventBridgeClient eventBridge;

    public DefaultBus(EventBridgeClient eventBridge) {
        this.eventBridge = eventBridge;
    }

    @Override
    public void publish(Announcement announcement) {
        List<PutEventsResultEntry> entries;
        try {
            entries = eventBridge
                    .putEvents(request -> request.entries(PutEventsRequestEntry.builder()
                            .source("aws.ec2")
                            .detailType(announcement.detailType())
                            .resources(announcement.resource())
                            .detail(announcement.detail().toString())
                            .build()))
                    .entries();
        } catch (SdkException failed) {
            throw new CloudException("PutEvents: " + failed.getMessage(), failed);
        }
        // The call answers 200 with refusals inside.
        if (entries.size() != 1 || entries.getFirst().eventId() == null) {
            throw new CloudException("PutEvents: " + entries);
        }
    }
}
