package host.spore.spawn.functions.alerts;

import host.spore.spawn.events.AlertTarget;
import host.spore.spawn.functions.outside.NotReachedException;
import host.spore.spawn.functions.outside.Web;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Sends an alert once, by the channel of its destination. What is secret is read now and is in no message. */
final class Sending {
    private static final Pattern SLACK = Pattern.compile("https://hooks\\.slack(-gov)?\\.com/[!-~]{1,500}");
    private static final int TOO_MANY = 429;
    private static final int TIMED_OUT = 408;

    private final Secrets secrets;
    private final Mail mail;
    private final Topics topics;
    private final Web web;
    private final Optional<String> from;
    private final Set<String> trials;

    /**
     * @param from the address that mail comes from; empty where the deployment has none
     * @param trials origins that are taken for Slack's, too: see {@code PublicWeb}
     */
    Sending(Secrets secrets, Mail mail, Topics topics, Web web, Optional<String> from, Set<String> trials) {
        this.secrets = secrets;
        this.mail = mail;
        this.topics = topics;
        this.web = web;
        this.from = from;
        this.trials = Set.copyOf(trials);
    }

    /** How that went, where trying again changes nothing. */
    sealed interface Result {
        /** @param answer for people */
        record Delivered(String answer) implements Result {}

        /** @param reason what is wrong and what to do */
        record Refused(String reason) implements Result {}
    }

    /** What a destination needs before anything is sent there. */
    private sealed interface Found {
        record Value(String text) implements Found {}

        record Missing(String reason) implements Found {}
    }

    /** @return what is wrong with it already, without sending anything */
    Optional<String> problem(AlertTarget to) {
        return switch (to.type()) {
            case EMAIL ->
                from.isEmpty()
                        ? Optional.of(
                                "mail is not set up: deploy with -c alertEmailFrom=ADDRESS, an identity that SES has"
                                        + " verified")
                        : Optional.empty();
            case SNS -> Optional.empty();
            case SLACK, HTTP ->
                url(to) instanceof Found.Missing(String reason)
                        ? Optional.of(reason)
                        : to.hmacKey() != null && secret(to.hmacKey()) instanceof Found.Missing(String reason)
                                ? Optional.of(reason)
                                : Optional.empty();
        };
    }

    /**
     * @param id of the alert at this destination, the same for every try
     * @throws NotDeliveredException where trying again may help
     */
    Result send(Destination destination, Alert alert, String id, Instant now) {
        AlertTarget to = destination.to();
        Optional<String> problem = problem(to);
        if (problem.isPresent()) {
            return new Result.Refused(problem.get());
        }
        try {
            return switch (to.type()) {
                case EMAIL ->
                    new Result.Delivered(
                            "SES took it as " + mail.send(from.orElseThrow(), to.target(), Wording.letter(alert)));
                case SNS ->
                    new Result.Delivered("SNS took it as "
                            + topics.publish(to.target(), Wording.subject(alert), Wording.text(alert)));
                case SLACK ->
                    post(
                            to,
                            Map.of("Content-Type", "application/json"),
                            Wording.slack(alert).toString());
                case HTTP -> {
                    String body =
                            Wording.json(alert, id, destination.id().value()).toString();
                    yield secret(String.valueOf(to.hmacKey())) instanceof Found.Value(String key)
                            ? post(to, Signature.headers(key, now, id, body), body)
                            : new Result.Refused("the key that signs is gone: " + to.hmacKey());
                }
            };
        } catch (NotTakenException refused) {
            return new Result.Refused(String.valueOf(refused.getMessage()));
        } catch (NotReachedException unreachable) {
            throw new NotDeliveredException(String.valueOf(unreachable.getMessage()));
        }
    }

    private Result post(AlertTarget to, Map<String, String> headers, String body) {
        return switch (url(to)) {
            case Found.Missing(String reason) -> new Result.Refused(reason);
            case Found.Value(String url) ->
                switch (web.post(URI.create(url), headers, body)) {
                    case Web.Answer.NotAllowed(String reason) -> new Result.Refused(reason);
                    case Web.Answer.Replied(int status, String beginning) -> answered(status, beginning);
                };
        };
    }

    private static Result answered(int status, String beginning) {
        String said = "it answered " + status + (beginning.isEmpty() ? "" : ": " + beginning);
        if (status / 100 == 2) {
            return new Result.Delivered(said);
        }
        if (status / 100 == 5 || status == TOO_MANY || status == TIMED_OUT) {
            throw new NotDeliveredException(said);
        }
        return new Result.Refused(
                said + (status / 100 == 3 ? "; redirects are not followed: give the URL that this one leads to" : ""));
    }

    private Found url(AlertTarget to) {
        if (!to.isNamed()) {
            return new Found.Value(to.target());
        }
        Found found = secret(to.target());
        if (!(found instanceof Found.Value(String text))) {
            return found;
        }
        return switch (to.type()) {
            case SLACK ->
                SLACK.matcher(text).matches() || (isUrl(text) && isTrial(text))
                        ? found
                        : new Found.Missing(to.target()
                                + " holds no webhook of Slack's: the URL begins with https://hooks.slack.com/");
            case HTTP ->
                isUrl(text)
                        ? found
                        : new Found.Missing(
                                to.target() + " holds no URL: one line, for example https://example.org/alerts");
            case EMAIL, SNS -> found;
        };
    }

    private boolean isTrial(String url) {
        URI uri = URI.create(url);
        return trials.contains(uri.getScheme() + "://" + uri.getHost())
                || trials.contains(uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort());
    }

    private static boolean isUrl(String text) {
        try {
            return URI.create(text).getHost() != null;
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    private Found secret(String parameter) {
        Optional<Secrets.Secret> read = secrets.read(parameter);
        if (read.isEmpty()) {
            return new Found.Missing("there is no parameter " + parameter + ": store it with  " + storing(parameter));
        }
        if (!read.get().isEncrypted()) {
            return new Found.Missing("parameter " + parameter + " is no SecureString, and is read by whoever lists"
                    + " parameters: delete it, change what was in it, and store it with  " + storing(parameter));
        }
        return read.get().value().isEmpty()
                ? new Found.Missing("parameter " + parameter + " is empty")
                : new Found.Value(read.get().value());
    }

    private static String storing(String parameter) {
        return "aws ssm put-parameter --type SecureString --name " + parameter + " --value file://secret.txt";
    }
}
