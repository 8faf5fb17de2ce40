package host.spore.spawn.functions.launch;

class FakeImageVolumesTest extends ImageVolumesContract {
    @Override
    protected ImageVolumes subject() {
        return new FakeImageVolumes();
    }

    @Override
    protected String image() {
        return FakeImageVolumes.AL2023;
    }
}
