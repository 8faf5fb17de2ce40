package host.spore.spawn.functions.launch;

class FakeImagesTest extends ImagesContract {
    @Override
    protected Images subject() {
        FakeImages fake = new FakeImages();
        fake.parameters.put(KNOWN, "ami-0123456789abcdef0");
        return fake;
    }
}
