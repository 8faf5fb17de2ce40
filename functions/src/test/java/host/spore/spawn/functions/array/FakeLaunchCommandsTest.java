package host.spore.spawn.functions.array;

import host.spore.spawn.events.Name;

class FakeLaunchCommandsTest extends LaunchCommandsContract {
    private final FakeLaunchCommands fake = new FakeLaunchCommands();

    @Override
    protected LaunchCommands subject() {
        return fake;
    }

    @Override
    protected String known(Name name) {
        fake.put(RefillHandlerTest.launch("c1", name.value(), ""));
        return "c1";
    }
}
