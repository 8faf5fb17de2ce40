package host.spore.spawn.functions.launch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link Profiles} in memory. */
final class FakeProfiles implements Profiles {
    static final String SECRET = "arn:aws:ssm:us-east-1:123456789012:parameter/lab/token";

    private final Map<String, Profile> declared = new HashMap<>();

    /** One with Session Manager and a secret, one without either. */
    static FakeProfiles ofALab() {
        return new FakeProfiles()
                .with(
                        "genomics",
                        new Profile("arn:aws:iam::123456789012:instance-profile/genomics", true, List.of(SECRET)))
                .with("vault", new Profile("arn:aws:iam::123456789012:instance-profile/vault", false, List.of()));
    }

    FakeProfiles with(String name, Profile profile) {
        declared.put(name, profile);
        return this;
    }

    @Override
    public Optional<Profile> named(String name) {
        return Optional.ofNullable(declared.get(name));
    }
}
