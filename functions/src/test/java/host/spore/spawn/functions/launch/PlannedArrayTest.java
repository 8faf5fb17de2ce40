package host.spore.spawn.functions.launch;

import static host.spore.spawn.functions.ec2.Views.aRunning;
import static org.assertj.core.api.Assertions.assertThat;

import host.spore.spawn.events.ArrayId;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannedArrayTest extends Planning {
    private static final String ORDER = "\"instanceType\":\"t3.micro\",\"array\":{\"size\":4,\"minViable\":3}";
    private static final String MEMBER = """
            "instanceType":"t3.micro","ttl":"30m","array":{"id":"de-20261123-3f2a1b","name":"de","size":4,"index":2,
             "launch":"c9","after":"i-0123456789abcdef0","turn":1,"until":"2026-11-23T12:30:00Z"}""";

    @Test
    void anArrayIsOnePlanForAllOfItsMembers() {
        // When
        JsonObject plan = planned(roomFor("4"), ORDER);

        // Then
        String id = ArrayId.of(new Name("demo"), "c1", Instant.parse("2026-11-23T12:00:00Z"))
                .value();
        assertThat(id).matches("demo-20261123-[0-9a-f]{6}");
        assertThat(plan.object("array").toString()).isEqualTo("{\"id\":\"" + id + "\",\"size\":4,\"minViable\":3}");
        assertThat(plan.strings("tags"))
                .containsEntry("Name", "demo")
                .containsEntry("spawn:dns", "demo.1kpqzg2c.spore.host")
                .containsEntry("spawn:array-id", id)
                .containsEntry("spawn:array-name", "demo")
                .containsEntry("spawn:array-size", "4")
                .containsEntry("spawn:array-min-viable", "3")
                .doesNotContainKey("spawn:array-index");
        assertThat(plan.strings("variables"))
                .isEqualTo(Map.of(
                        "JOB_ARRAY_ID", id,
                        "JOB_ARRAY_NAME", "demo",
                        "JOB_ARRAY_SIZE", "4",
                        "JOB_ARRAY_INDEX", "ami-launch-index",
                        "JOB_ARRAY_PEERS_DOMAIN", "1kpqzg2c.spore.host"));
        // Each has its name in its tags; one configuration is for all of them.
        assertThat(plan.object("bootstrap").string("config")).doesNotContain("name: ");
    }

    @Test
    void withoutDnsItsMembersHaveNoDomain() {
        // Given
        Map<String, String> variables = roomFor("4");
        variables.remove("SPAWN_DOMAIN");

        // When, Then
        JsonObject plan = planned(variables, ORDER);
        assertThat(plan.strings("variables")).doesNotContainKey("JOB_ARRAY_PEERS_DOMAIN");
        assertThat(plan.object("bootstrap").string("config")).doesNotContain("dns_name");
    }

    @Test
    void everyMemberCountsForTheCeiling() {
        // Given
        instances.put(aRunning(new InstanceId("i-0123456789abcdef0")).build());

        // When, Then: two may live
        assertThat(rejected(ORDER))
                .isEqualTo("1 instances are alive, 4 are asked for, and this deployment allows 2: terminate some"
                        + " (spawn terminate NAME), or raise maxInstances and deploy again");
        assertThat(planned(roomFor("5"), ORDER).object("array").integer("size")).isEqualTo(4);
    }

    @Test
    void whoTakesAPlaceHasItsIndexItsNameAndWhatIsLeftOfItsLife() {
        // When: first by another name than its own
        assertThat(rejected(MEMBER)).contains("member 2 of de is called de-2");
        JsonObject plan = lambda.invoke(
                        handler(VARIABLES),
                        JsonObject.parse(
                                input(MEMBER).toString().replaceFirst("\"name\":\"demo\"", "\"name\":\"de-2\"")))
                .object("plan");

        // Then
        assertThat(plan.string("holder")).isEqualTo("i-0123456789abcdef0");
        assertThat(plan.string("latestDeadline")).isEqualTo("2026-11-23T12:30:00Z");
        assertThat(plan.object("membership").toString()).isEqualTo("{\"id\":\"de-20261123-3f2a1b\",\"index\":\"2\"}");
        assertThat(plan.has("array")).isFalse();
        assertThat(plan.strings("tags"))
                .containsEntry("Name", "de-2")
                .containsEntry("spawn:dns", "de-2.1kpqzg2c.spore.host")
                .containsEntry("spawn:array-index", "2")
                .containsEntry("spawn:array-turn", "1")
                .containsEntry("spawn:array-size", "4");
        assertThat(plan.object("bootstrap").string("config")).contains("name: de-2\n");
        assertThat(plan.strings("variables"))
                .containsEntry("JOB_ARRAY_SIZE", "4")
                .containsEntry("JOB_ARRAY_INDEX", "2")
                .containsEntry("JOB_ARRAY_PEERS_DOMAIN", "1kpqzg2c.spore.host");
    }

    /** EC2 takes 50: with all that a launch may ask for, they fit. */
    @Test
    void theTagsOfAnArrayFit() {
        // Given
        StringBuilder tags = new StringBuilder();
        for (int i = 0; i < 28; i++) {
            tags.append(i == 0 ? "" : ",").append("\"t%d\":\"v\"".formatted(i));
        }

        // When
        JsonObject plan = planned(
                roomFor("4"),
                ORDER + ",\"costLimit\":\"5\",\"idleTimeout\":\"1h\",\"onComplete\":\"terminate\",\"tags\":{" + tags
                        + "}");

        // Then: ttl, attempt, price, time of launch, index, turn and a refusal of the name may come
        assertThat(plan.strings("tags").size() + 7).isLessThanOrEqualTo(50);
    }

    private static Map<String, String> roomFor(String instances) {
        Map<String, String> variables = new HashMap<>(VARIABLES);
        variables.put("SPAWN_MAX_INSTANCES", instances);
        return variables;
    }
}
