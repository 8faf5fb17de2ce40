package host.spore.spawn.functions.bus;

import host.spore.spawn.events.Event;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** {@link Bus} in EventBridge. */
public final class EventBridgeBus implements Bus {
    private final EventBridgeClient eventBridge;
    private final String bus;

    public EventBridgeBus(EventBridgeClient eventBridge, String bus) {
        this.eventBridge = eventBridge;
        this.bus = bus;
    }

    @Override
    public void publish(String type, String detail) {
        // PutEvents answers 200 with the refusal inside the entry.
        for (PutEventsResultEntry entry :
                eventBridge.putEvents(request(type, detail)).entries()) {
            if (entry.errorCode() != null) {
                throw new BusRefusedException(type + ": " + entry.errorCode() + ": " + entry.errorMessage());
            }
        }
    }

    PutEventsRequest request(String type, String detail) {
        return PutEventsRequest.builder()
                .entries(PutEventsRequestEntry.builder()
                        .eventBusName(bus)
                        .source(Event.CONTROL_SOURCE)
                        .detailType(type)
                        .detail(detail)
                        .build())
                .build();
    }
}
