package host.spore.spawn.functions.launch;

class FakeLauncherTest extends LauncherContract {
    private final FakeLauncher fake = new FakeLauncher();
    private int count;

    @Override
    protected Launcher subject() {
        return fake;
    }

    @Override
    protected String freshCommand() {
        return "command-" + count++;
    }

    @Override
    protected String imageId() {
        return "ami-12345678";
    }

    @Override
    protected String instanceProfileArn() {
        return "arn:aws:iam::123456789012:instance-profile/spawn";
    }
}
