package host.spore.spawn.functions.launch;

import java.util.List;

class FakeProfilesTest extends ProfilesContract {
    @Override
    protected Profiles subject() {
        return new FakeProfiles()
                .with(
                        "lab",
                        new Profiles.Profile(
                                "arn:aws:iam::123456789012:instance-profile/lab",
                                true,
                                List.of(FakeProfiles.SECRET, FakeProfiles.SECRET + "2")));
    }
}
