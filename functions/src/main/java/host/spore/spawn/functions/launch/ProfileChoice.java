package host.spore.spawn.functions.launch;

import host.spore.spawn.events.Access;
import host.spore.spawn.events.Work;
import java.util.Map;
import java.util.Optional;

/** Which instance profile a launch gets. The control plane makes none: what a role may do is decided by who deploys. */
final class ProfileChoice {
    private ProfileChoice() {}

    /**
     * Those that every deployment has.
     *
     * @param usualArn of the one with Session Manager
     * @param quietArn of the one without
     * @param workerArn of the one that works on a queue
     */
    record BuiltIn(String usualArn, String quietArn, String workerArn) {}

    /** @return the ARN of the instance profile */
    static Checked<String> decide(Access access, Work work, BuiltIn builtIn, Profiles profiles) {
        String name = access.instanceProfile();
        Map<String, String> secrets = work.secrets();
        if (work.worker() != null) {
            return name == null
                    ? new Checked.Fine<>(builtIn.workerArn())
                    : new Checked.Refused<>("--instance-profile " + name
                            + ": a worker of a queue has a profile of its own; leave it out");
        }
        if (name == null) {
            return secrets.isEmpty()
                    ? new Checked.Fine<>(access.sessionManager() ? builtIn.usualArn() : builtIn.quietArn())
                    : new Checked.Refused<>(
                            "--secret " + secrets.keySet().iterator().next()
                                    + ": an instance may read only what its profile declares, and the built-in one declares"
                                    + " nothing; name one that does: --instance-profile NAME (cdk context profiles)");
        }
        Optional<Profiles.Profile> found = profiles.named(name);
        if (found.isEmpty()) {
            return new Checked.Refused<>("--instance-profile " + name
                    + ": this deployment declares no profile of that name; add it to the cdk context profiles and deploy"
                    + " again");
        }
        Profiles.Profile profile = found.get();
        if (!access.sessionManager() && profile.sessionManager()) {
            return new Checked.Refused<>("--no-session-manager: the profile " + name
                    + " allows Session Manager; declare it with \"sessionManager\": false, or take another one");
        }
        return secrets.entrySet().stream()
                .filter(secret -> !profile.secrets().contains(secret.getValue()))
                .findFirst()
                .<Checked<String>>map(
                        secret -> new Checked.Refused<>("--secret " + secret.getKey() + ": the profile " + name
                                + " does not declare " + secret.getValue()
                                + "; add it to its secrets (cdk context profiles) and deploy again"))
                .orElseGet(() -> new Checked.Fine<>(profile.arn()));
    }
}
