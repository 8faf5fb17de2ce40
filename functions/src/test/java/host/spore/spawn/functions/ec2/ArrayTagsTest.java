package host.spore.spawn.functions.ec2;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.InstanceId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArrayTagsTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");

    @Test
    void untilItHasTagsOfItsOwnAMemberIsToldByItsLaunchIndex() {
        // Given, When: as the call has tagged all of them
        InstanceView view = ofTheCall().launchedAs(3).build();

        // Then
        assertThat(view.tag("Name")).contains("work-3");
        assertThat(view.tag("spawn:dns")).contains("work-3.1kpqzg2c.spore.host");
        assertThat(view.arrayIndex()).contains(3);
    }

    @Test
    void itsOwnTagsCountWhateverItsLaunchIndexIs() {
        // Given, When: it was launched alone, in place of another one
        InstanceView view = ofTheCall()
                .named("work-3")
                .tagged("spawn:dns", "work-3.1kpqzg2c.spore.host")
                .tagged(ArrayTags.INDEX, "3")
                .launchedAs(0)
                .build();

        // Then
        assertThat(view.tag("Name")).contains("work-3");
        assertThat(view.tag("spawn:dns")).contains("work-3.1kpqzg2c.spore.host");
        assertThat(view.arrayIndex()).contains(3);
    }

    @Test
    void whatIsNoMemberIsLeftAsItIs() {
        InstanceView view = aRunning(ID).named("work").launchedAs(3).build();

        assertThat(view.tag("Name")).contains("work");
        assertThat(view.arrayIndex()).isEmpty();
    }

    @Test
    void withoutDnsThereIsNoAddress() {
        InstanceView view = ofTheCall().without("spawn:dns").launchedAs(1).build();

        assertThat(view.tag("Name")).contains("work-1");
        assertThat(view.tag("spawn:dns")).isEmpty();
    }

    @Test
    void anIndexThatIsNoNumberIsNone() {
        assertThat(ofTheCall().tagged(ArrayTags.INDEX, "third").build().arrayIndex())
                .isEqualTo(Optional.empty());
    }

    private static Views ofTheCall() {
        return aRunning(ID)
                .named("work")
                .tagged("spawn:dns", "work.1kpqzg2c.spore.host")
                .tagged(ArrayTags.ID, "work-20261127-3f2a1b")
                .tagged(ArrayTags.NAME, "work")
                .tagged(ArrayTags.SIZE, "4");
    }
}
