package host.spore.spawn.functions.alerts;

import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.functions.outside.PublicWeb;
import java.util.Set;

/** What functions send by, as Lambda gives it to them. */
final class Channels {
    private Channels() {}

    static Sending of(Environment environment, Clients clients) {
        // Empty on AWS; an embedded cloud is told where the tests listen.
        Set<String> trials = Set.copyOf(environment.list("SPAWN_ALERT_TRIAL_ORIGINS"));
        return new Sending(
                new SsmSecrets(clients.ssm()),
                new SesMail(clients.ses()),
                new SnsTopics(clients.sns()),
                new PublicWeb(trials),
                environment.optional("SPAWN_ALERT_EMAIL_FROM"),
                trials);
    }
}
