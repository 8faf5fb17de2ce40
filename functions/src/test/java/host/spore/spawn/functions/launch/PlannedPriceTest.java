package host.spore.spawn.functions.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.json.JsonObject;
import host.spore.spawn.functions.price.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a launch costs, and the limit that it sets. */
class PlannedPriceTest extends Planning {
    @Test
    void aLaunchWithALimitCarriesItInPlanAndTags() {
        // When
        JsonObject plan = planned(VARIABLES, "\"instanceType\":\"t3.micro\",\"costLimit\":\"2.5\"");

        // Then
        assertThat(plan.string("costLimit")).isEqualTo("2.50");
        assertThat(plan.strings("tags")).containsEntry("spawn:cost-limit", "2.50");
    }

    @Test
    void aLimitWithoutAPriceIsRefusedWithTheReasonAndWhatToDo() {
        // Given
        prices.forget(new Item.OnDemand("c7a.large"));

        // When
        String reason = rejected("\"instanceType\":\"c7i.large|c7a.large\",\"costLimit\":\"2.5\"");

        // Then
        assertThat(reason)
                .startsWith(
                        "--cost-limit 2.50: the price of c7a.large on on-demand is not known (unknown: no price for")
                .endsWith("or launch without a limit: the deadline ends it all the same");
    }

    @Test
    void anImageThatCannotBeLookedAtHoldsUpALimitOnly() {
        // Given
        volumes = image -> {
            throw new IllegalStateException("RequestLimitExceeded");
        };

        // When
        JsonObject plan = planned(VARIABLES, "\"instanceType\":\"t3.micro\"");

        // Then
        assertThat(plan.objects("candidates").getFirst().object("price").string("source"))
                .isEqualTo("a list; volumes unknown: EC2 does not tell the image's volumes");
        // The flow asks again: it may be known in a second.
        assertThatThrownBy(() -> planned(VARIABLES, "\"instanceType\":\"t3.micro\",\"costLimit\":\"5\""))
                .hasMessage("RequestLimitExceeded");
    }

    @Test
    void anImageIsAskedForOnceHoweverManyCandidatesStartFromIt() {
        // Given: a day on which every question costs time, and is refused
        List<String> asked = new ArrayList<>();
        volumes = image -> {
            asked.add(image);
            throw new IllegalStateException("RequestLimitExceeded");
        };

        // When
        JsonObject plan =
                planned(VARIABLES, "\"instanceType\":\"c7i.large|c7a.large\",\"zone\":\"us-east-1a|us-east-1b\"");

        // Then
        assertThat(plan.objects("candidates")).hasSize(4);
        assertThat(asked).containsExactly("ami-0123456789abcdef0");
    }

    @Test
    void withoutALimitAnUnknownPriceIsSaidAndNothingElse() {
        // Given: no prices, and EC2 does not know the image
        prices.faults.failNext(100);
        volumes = new FakeImageVolumes(Map.of());

        // When
        JsonObject price = planned(VARIABLES, "\"instanceType\":\"t3.micro\"")
                .objects("candidates")
                .getFirst()
                .object("price");

        // Then
        assertThat(price.members()).containsOnlyKeys("source", "at");
        assertThat(price.string("source"))
                .startsWith("unknown: AWS could not be asked for the price of on-demand t3.micro")
                .endsWith("; volumes unknown: EC2 does not tell the image's volumes");
    }
}
