package host.spore.spawn.cli.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import host.spore.spawn.events.Refusal;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BusArnTest {
    @ParameterizedTest
    @CsvSource({
        "aws,        us-east-1,     https://events.us-east-1.amazonaws.com,      https://us-east-1.console.aws.amazon.com/",
        "aws-cn,     cn-north-1,    https://events.cn-north-1.amazonaws.com.cn,  https://cn-north-1.console.amazonaws.cn/",
        "aws-us-gov, us-gov-west-1, https://events.us-gov-west-1.amazonaws.com,  https://console.amazonaws-us-gov.com/",
    })
    void endpointAndLinksFollowFromIt(String partition, String region, String endpoint, String console) {
        // Given
        String text = "arn:" + partition + ":events:" + region + ":123456789012:event-bus/spawn";

        // When
        BusArn bus = BusArn.parse(text);

        // Then
        String execution = bus.controlPlane().execution("spawn-launch", "an-id");
        assertThat(bus).hasToString(text);
        assertThat(Endpoint.of(bus, Map.of()).uri()).hasToString(endpoint);
        assertThat(execution)
                .isEqualTo("arn:" + partition + ":states:" + region + ":123456789012:execution:spawn-launch:an-id");
        assertThat(bus.controlPlane().executionLink(execution))
                .startsWith(console)
                .endsWith(execution);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "spawn",
                "arn:aws:events:us-east-1:12345:event-bus/spawn",
                "arn:aws:sns:us-east-1:123456789012:spawn",
                "arn:aws:events:us-east-1:123456789012:event-bus/spawn\n",
                "arn:aws:events:evil.example/:123456789012:event-bus/spawn",
            })
    void whatIsNoArnOfABusIsRefused(String text) {
        assertThatThrownBy(() -> BusArn.parse(text))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("the ARN of a bus");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:4566, true",
        "http://localhost:4566, true",
        "https://localhost.localstack.cloud:4566, true",
        "http://[::1]:4566, true",
        "https://vpce-1.events.us-east-1.vpce.amazonaws.com, false",
    })
    void anEmulatorIsToldFromAnotherDoorToAws(String url, boolean loopback) {
        BusArn bus = BusArn.parse("arn:aws:events:us-east-1:123456789012:event-bus/spawn");
        assertThat(Endpoint.of(bus, Map.of("AWS_ENDPOINT_URL", url)).isLoopback())
                .isEqualTo(loopback);
    }
}
