package host.spore.spawn.functions.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.ArrayOrder;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.ec2.NotKnownYetException;
import host.spore.spawn.functions.lambda.FakeLambda;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemberHandlerTest {
    private static final InstanceId ID = new InstanceId("i-0123456789abcdef0");

    private final FakeMemberTags tags = new FakeMemberTags();
    private final FakeLambda lambda = new FakeLambda();
    private final MemberHandler handler = new MemberHandler(tags);

    @Test
    void aMemberGetsItsNameItsIndexItsAddressAndALaunchOfItsOwn() {
        // When
        JsonObject member =
                lambda.invoke(handler, input(2, Map.of("owner", "ada", "spawn:dns", "work.1kpqzg2c.spore.host")));

        // Then
        String commandId = ArrayOrder.memberId("c1", 2);
        assertThat(tags.written.get(ID))
                .isEqualTo(Map.of(
                        "Name", "work-2",
                        "spawn:array-index", "2",
                        "spawn:dns", "work-2.1kpqzg2c.spore.host"));
        assertThat(member.string("commandId")).isEqualTo(commandId).matches("[0-9a-f]{64}");
        assertThat(member.string("name")).isEqualTo("work-2");
        assertThat(member.object("plan").string("dnsName")).isEqualTo("work-2.1kpqzg2c.spore.host");
        assertThat(member.object("plan").string("launchedEventId"))
                .isEqualTo(Ids.outcomeOf(commandId, "InstanceLaunched"));
    }

    @Test
    void withoutDnsItHasNoAddress() {
        assertThat(lambda.invoke(handler, input(0, Map.of("owner", "ada")))
                        .object("plan")
                        .has("dnsName"))
                .isFalse();
    }

    @Test
    void whatEc2DoesNotFindYetIsTriedAgain() {
        // Given
        tags.hide(ID);

        // When, Then
        assertThatThrownBy(() -> lambda.invoke(handler, input(0, Map.of("owner", "ada"))))
                .isInstanceOf(NotKnownYetException.class);
    }

    /** It must not get a record in the zone that its launch left out. */
    @Test
    void inAPrivateZoneAloneItHasANameThereAndNoOther() {
        JsonObject member = lambda.invoke(handler, input(2, Map.of("spawn:dns-private", "work.1kpqzg2c.lab.internal")));
        assertThat(tags.written.get(ID))
                .isEqualTo(Map.of(
                        "Name", "work-2",
                        "spawn:array-index", "2",
                        "spawn:dns-private", "work-2.1kpqzg2c.lab.internal"));
        assertThat(member.object("plan").string("dnsName")).isEqualTo("work-2.1kpqzg2c.lab.internal");
    }

    private static JsonObject input(int index, Map<String, String> tags) {
        return JsonObject.builder()
                .put("id", ID.value())
                .put("index", index)
                .put("launchId", "c1")
                .put("name", "work")
                .put("tags", tags)
                .build();
    }
}
