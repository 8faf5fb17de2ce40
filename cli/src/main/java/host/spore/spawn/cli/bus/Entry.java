package host.spore.spawn.cli.bus;

import host.spore.spawn.events.Command;
import host.spore.spawn.events.Refusal;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One entry of PutEvents: a command addressed to a bus.
 *
 * @param commandId which, said again with the same command, publishes nothing new
 * @param json as EventBridge takes it, the detail as text inside
 */
public record Entry(String commandId, JsonObject json) {
    /**
     * The bus itself would take 1 MB, but Step Functions ends at 262,144 bytes: a command between the two would be
     * accepted and then never start.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html">quotas</a>
     */
    public static final int MAX_DETAIL_BYTES = 200_000;

    /** @throws Refusal when the command is too large for the flows behind the bus */
    public static Entry of(Command command, BusArn bus) {
        String detail = checkedSize(command.toJson().toString());
        return new Entry(
                command.envelope().id(),
                JsonObject.builder()
                        .put("EventBusName", bus.toString())
                        .put("Source", Command.SOURCE)
                        .put("DetailType", command.type())
                        .put("Detail", detail)
                        .build());
    }

    static String checkedSize(String detail) {
        int bytes = detail.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_DETAIL_BYTES) {
            throw new Refusal("the command has " + bytes + " bytes: at most " + MAX_DETAIL_BYTES
                    + "; put what is large into S3 and name it in the command");
        }
        return detail;
    }

    byte[] requestBody() {
        return JsonObject.builder()
                .put("Entries", new JsonArray(List.of(json)))
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
