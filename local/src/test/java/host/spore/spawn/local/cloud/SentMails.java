package host.spore.spawn.local.cloud;

import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What SES was given to send. */
public final class SentMails {
    private SentMails() {}

    /** One mail. */
    public record Sent(String id, String subject, String text, String html, List<String> to) {}

    /** The deployment's own address, which a person would verify in the console. */
    public static String verified(Cloud cloud) {
        String address = cloud.variableOf("spawn-alert-deliver", "SPAWN_ALERT_EMAIL_FROM");
        cloud.mail.verifyEmailIdentity(request -> request.emailAddress(address));
        return address;
    }

    /** LocalStack: sends nothing, and shows what it was given at an address of its own. */
    public static List<Sent> all(Cloud cloud) {
        try (InputStream in = URI.create(cloud.setting("AWS_ENDPOINT_URL") + "/_aws/ses")
                .toURL()
                .openStream()) {
            return JsonObject.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)).objects("messages").stream()
                    .map(SentMails::sent)
                    .toList();
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        }
    }

    private static Sent sent(JsonObject message) {
        JsonObject body =
                message.optionalObject("Body").orElse(JsonObject.builder().build());
        return new Sent(
                message.string("Id"),
                message.optionalString("Subject").orElse(""),
                body.optionalString("text_part").orElse(""),
                body.optionalString("html_part").orElse(""),
                message.optionalObject("Destination")
                        .map(destination -> destination.array("ToAddresses").stream()
                                .map(Object::toString)
                                .map(text -> text.replace("\"", ""))
                                .toList())
                        .orElse(List.of()));
    }
}
