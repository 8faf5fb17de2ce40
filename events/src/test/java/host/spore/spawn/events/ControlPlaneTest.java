package host.spore.spawn.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ControlPlaneTest {
    @Test
    void everyCommandHasAFlowAndNothingElse() {
        assertThat(Language.commandTypes())
                .allSatisfy(type -> assertThat(ControlPlane.flow(type)).as(type).isPresent());
        assertThat(Language.eventTypes())
                .allSatisfy(type -> assertThat(ControlPlane.flow(type)).as(type).isEmpty());
    }
}
