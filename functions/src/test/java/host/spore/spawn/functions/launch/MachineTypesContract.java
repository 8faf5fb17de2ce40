package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What every {@link MachineTypes} keeps, the fake as well as EC2. */
abstract class MachineTypesContract {
    protected abstract MachineTypes subject();

    @Test
    void tellsWhetherATypeHibernatesAndHowMuchMemoryItHas() {
        assertThat(subject().named("t3.micro")).contains(new MachineTypes.MachineType(true, 1_024));
        assertThat(subject().named("t3.nano")).isPresent();
        assertThat(subject().named("mac1.metal"))
                .hasValueSatisfying(type -> assertThat(type.hibernates()).isFalse());
    }

    @Test
    void aTypeThatIsNotThereIsEmpty() {
        assertThat(subject().named("t3.colossal")).isEmpty();
        assertThat(subject().named("nonsense")).isEmpty();
    }
}
