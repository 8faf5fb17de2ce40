package host.spore.spawn.functions.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link SshDoors} keeps, the fake as well as EC2. */
public abstract class SshDoorsContract {
    /** Of groups that no reaper takes for old: one sweeps the cloud that this also runs on. */
    protected static final Instant NOW = Instant.parse("2036-11-23T16:42:07Z");

    protected abstract SshDoors subject();

    /** A door that no other test opens. */
    protected abstract SshDoor freshDoor();

    /** Launches an instance that has the group. */
    protected abstract void use(String groupId);

    /** Makes the group and nothing else, as a creation that is cut leaves it. */
    protected abstract String cut(SshDoor door);

    /** Somebody lets more in. */
    protected abstract void meddle(String groupId);

    /** {@code protocol port-port range}, one for each rule. */
    protected abstract List<String> rules(String groupId);

    @Test
    void aDoorLetsInItsRangeAndNobodyElse() {
        // Given
        SshDoor door = freshDoor();

        // When
        String group = open(door);

        // Then
        assertThat(rules(group)).containsExactly("tcp 22-22 " + door.from());
    }

    @Test
    void whoAsksAgainGetsTheSameGroupAsItIs() {
        // Given
        SshDoor door = freshDoor();
        String group = open(door);

        // When
        String again = open(door);

        // Then
        assertThat(again).isEqualTo(group);
        assertThat(rules(group)).hasSize(1);
    }

    @Test
    void anotherRangeIsAnotherGroup() {
        assertThat(open(freshDoor())).isNotEqualTo(open(freshDoor()));
    }

    @Test
    void whatWasCutBetweenItsTwoCallsIsFinished() {
        // Given
        SshDoor door = freshDoor();
        String group = cut(door);

        // When
        String opened = open(door);

        // Then
        assertThat(opened).isEqualTo(group);
        assertThat(rules(group)).containsExactly("tcp 22-22 " + door.from());
    }

    @Test
    void aGroupThatLetsInMoreIsNotUsed() {
        // Given
        SshDoor door = freshDoor();
        String group = open(door);
        meddle(group);

        // When
        SshDoors.Opened opened = subject().open(door, NOW);

        // Then
        assertThat(opened)
                .isInstanceOfSatisfying(
                        SshDoors.Opened.Refused.class,
                        refused -> assertThat(refused.reason())
                                .startsWith("security group " + group + " (" + door.groupName()
                                        + ") has rules that spawn has not given it"));
    }

    @Test
    void allOfThemCanBeToldWithTheirAge() {
        // Given
        SshDoor door = freshDoor();

        // When
        String group = open(door);

        // Then
        assertThat(subject().all()).contains(new SshDoors.Made(group, door.from(), NOW));
    }

    @Test
    void whatNobodyUsesCanBeRemovedAndMadeAnew() {
        // Given
        SshDoor door = freshDoor();
        String group = open(door);

        // When
        boolean removed = subject().remove(group);

        // Then
        assertThat(removed).isTrue();
        assertThat(subject().remove(group)).isTrue();
        assertThat(subject().all()).extracting(SshDoors.Made::groupId).doesNotContain(group);
        assertThat(open(door)).isNotEqualTo(group);
    }

    @Test
    void whatAnInstanceHasStays() {
        // Given
        SshDoor door = freshDoor();
        String group = open(door);
        use(group);

        // When
        boolean removed = subject().remove(group);

        // Then
        assertThat(removed).isFalse();
        assertThat(open(door)).isEqualTo(group);
    }

    private String open(SshDoor door) {
        SshDoors.Opened opened = subject().open(door, NOW);
        assertThat(opened).isInstanceOf(SshDoors.Opened.Ready.class);
        return ((SshDoors.Opened.Ready) opened).groupId();
    }
}
