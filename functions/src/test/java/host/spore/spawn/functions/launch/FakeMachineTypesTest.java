package host.spore.spawn.functions.launch;

class FakeMachineTypesTest extends MachineTypesContract {
    @Override
    protected MachineTypes subject() {
        return new FakeMachineTypes();
    }
}
