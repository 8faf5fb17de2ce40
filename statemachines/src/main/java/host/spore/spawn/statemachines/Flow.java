package host.spore.spawn.statemachines;

import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The flows of this deployment. */
public enum Flow {
    INTAKE("intake"),
    LAUNCH("launch"),
    LIFECYCLE("lifecycle"),
    EXTEND("extend"),
    TERMINATE("terminate"),
    STOP("stop"),
    HIBERNATE("hibernate"),
    START("start"),
    EACH("each"),
    QUEUE("queue"),
    CANCEL_QUEUE("cancel-queue"),
    SWEEP("sweep"),
    CANCEL_SWEEP("cancel-sweep"),
    ALERT_DESTINATION("alert-destination"),
    DELIVER_ALERT("deliver-alert");

    private final String file;

    Flow(String file) {
        this.file = file;
    }

    /** The name of its state machine, for example {@code spawn-launch}. */
    public String machineName() {
        return "spawn-" + file;
    }

    /** The definition, with {@code ${…}} where a deployment fills in its own ARNs and names. */
    public String text() {
        String path = "/asl/" + file + ".asl.json";
        try (InputStream in = Flow.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(path, unreadable);
        }
    }

    public JsonObject definition() {
        return JsonObject.parse(text());
    }
}
