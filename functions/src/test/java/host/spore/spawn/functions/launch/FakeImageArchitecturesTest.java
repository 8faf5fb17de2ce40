package host.spore.spawn.functions.launch;

class FakeImageArchitecturesTest extends ImageArchitecturesContract {
    private final FakeImageArchitectures images = new FakeImageArchitectures();

    @Override
    protected ImageArchitectures subject() {
        return images;
    }

    @Override
    protected String imageFor(Architecture architecture) {
        String imageId = "ami-" + architecture.wire();
        images.put(imageId, architecture);
        return imageId;
    }
}
