package host.spore.spawn.spored;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The answers of amazon-ec2-metadata-mock, shape by shape: indented JSON with nulls, HTML for what is not there, times that
 * are made anew with every answer, and a spot notice on an instance that calls itself on-demand.
 *
 * @see <a href="https://github.com/aws/amazon-ec2-metadata-mock">amazon-ec2-metadata-mock</a>
 */
@Execution(ExecutionMode.CONCURRENT)
class MetadataMockIT extends OnAMachine {
    private static final String DOCUMENT = """
            {
            \t"accountId": "012345678901",
            \t"imageId": "ami-0b69ea66ff7391e80",
            \t"availabilityZone": "us-east-1f",
            \t"ramdiskId": null,
            \t"kernelId": null,
            \t"devpayProductCodes": null,
            \t"marketplaceProductCodes": null,
            \t"version": "2017-09-30",
            \t"privateIp": "10.0.7.10",
            \t"billingProducts": null,
            \t"instanceId": "i-1234567890abcdef0",
            \t"pendingTime": "2019-10-31T07:02:24Z",
            \t"architecture": "x86_64",
            \t"instanceType": "m4.xlarge",
            \t"region": "us-east-1"
            }""";
    private static final String CREDENTIALS = """
            {
            \t"Code": "Success",
            \t"LastUpdated": "2020-04-02T18:50:40Z",
            \t"Type": "AWS-HMAC",
            \t"AccessKeyId": "12345678901",
            \t"SecretAccessKey": "v/12345678901",
            \t"Token": "TEST92test48TEST+y6RpoTEST92test48TEST/8oWVAiBqTEsT5Ky7ty2tEStxC1T==",
            \t"Expiration": "2020-04-02T00:49:51Z"
            }""";

    @Test
    void livesThroughAnInterruptionAsTheMockPlaysIt() throws IOException {
        // Given
        cloud.metadata("/latest/dynamic/instance-identity/document", DOCUMENT);
        cloud.metadata("/latest/meta-data/instance-id", "i-1234567890abcdef0");
        cloud.metadata("/latest/meta-data/instance-life-cycle", "on-demand");
        cloud.metadata("/latest/meta-data/services/domain", "amazonaws.com");
        cloud.metadata("/latest/meta-data/services/partition", "aws");
        cloud.metadata("/latest/meta-data/tags/instance/Name", "test-instance");
        cloud.metadata("/latest/meta-data/iam/security-credentials/", "baskinc-role");
        cloud.metadata("/latest/meta-data/iam/security-credentials/baskinc-role", CREDENTIALS);
        machine.config("pre_stop: \"echo ran >> '" + folder + "/hook'\"\n");
        deadlineIn(3600);
        startAndAwaitStarted();

        // When
        cloud.metadata(
                FakeCloud.SPOT, () -> "{\n\t\"action\": \"terminate\",\n\t\"time\": \"" + inSeconds(120) + "\"\n}");
        cloud.metadata(FakeCloud.REBALANCE, () -> "{\n\t\"noticeTime\": \"" + inSeconds(0) + "\"\n}");
        machine.await(
                "both events",
                () -> !cloud.said("SpotInterrupted").isEmpty()
                        && !cloud.said("RebalanceRecommended").isEmpty());
        int looks = cloud.asked(FakeCloud.SPOT);
        machine.await("more looks", () -> cloud.asked(FakeCloud.SPOT) > looks + 3);
        Instant deadline = deadlineIn(8);
        awaitPowerOff();

        // Then
        assertInTime(deadline);
        assertThat(cloud.said("AgentStarted").get(0).source())
                .isEqualTo("spawn.agent/arn:aws:ec2:us-east-1:012345678901:instance/i-1234567890abcdef0");
        assertThat(hooks()).containsExactly("ran");
        assertOnce("SpotInterrupted");
        assertOnce("RebalanceRecommended");
        assertThat(cloud.signatures()).allMatch(s -> s.contains("/us-east-1/events/aws4_request"));
    }

    private static Instant inSeconds(int seconds) {
        return Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
    }
}
