package host.spore.spawn.functions.dns;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.CloudFormationCustomResourceEvent;
import host.spore.spawn.functions.lambda.FakeLambda;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.lambda.powertools.cloudformation.Response;

/** A VPC of another account sees the private zone, and sees it no more; by Route 53's own XML, and by the fake. */
class ZoneVpcTest {
    private static final ZoneVpc VPC = new ZoneVpc("vpc-0a1b2c3d", "us-east-1");
    private static final String ROLE = "arn:aws:iam::222222222222:role/spawn-zone-member";

    private final FakeLambda lambda = new FakeLambda();
    private final FakeSharedZone zone = new FakeSharedZone();
    private final List<String> roles = new ArrayList<>();
    private final ZoneVpcHandler handler = new ZoneVpcHandler(zoneId -> zone, role -> {
        roles.add(role);
        return zone;
    });

    @Test
    void eachAccountDoesItsPartAndNothingStaysOpen() {
        try (Route53Server server = new Route53Server()) {
            // Given
            ZoneVpcHandler real = new ZoneVpcHandler(
                    zoneId -> new Route53ZoneOwner(server.client(Route53Server.ZONE_ACCOUNT), zoneId),
                    role -> new Route53VpcOwner(server.client(Route53Server.VPC_ACCOUNT)));

            // When
            List<Response> answers = List.of(
                    real.create(event(Route53Server.ZONE), lambda),
                    real.update(event(Route53Server.ZONE), lambda),
                    real.delete(event(Route53Server.ZONE), lambda),
                    real.delete(event(Route53Server.ZONE), lambda));

            // Then
            assertThat(answers).extracting(Response::getStatus).containsOnly(Response.Status.SUCCESS);
            assertThat(server.calls())
                    .containsExactly(
                            "111111111111 get",
                            "111111111111 authorizevpcassociation",
                            "222222222222 associatevpc",
                            "111111111111 deauthorizevpcassociation",
                            // Again: it is there, and what may have been left is taken back.
                            "111111111111 get",
                            "111111111111 deauthorizevpcassociation",
                            // Without the VPC's account, which may be gone; and again.
                            "111111111111 disassociatevpc",
                            "111111111111 disassociatevpc");
        }
    }

    @Test
    void theRoleOfTheVpcsAccountIsTakenForTheOneCallThatNeedsIt() {
        // When
        handler.create(event(FakeSharedZone.ID), lambda);
        handler.delete(event(FakeSharedZone.ID), lambda);

        // Then
        assertThat(roles).containsExactly(ROLE);
        assertThat(zone.associated).isEmpty();
    }

    @Test
    void anAccountThatDoesNotLetUsInFailsTheDeploymentAndLeavesNoAuthorization() {
        // Given: its workload is not there yet
        zone.faults.failNext(1);

        // When
        Response refused = handler.create(event(FakeSharedZone.ID), lambda);
        Set<ZoneVpc> leftOpen = Set.copyOf(zone.authorized);
        Response later = handler.create(event(FakeSharedZone.ID), lambda);

        // Then
        assertThat(refused.getStatus()).isEqualTo(Response.Status.FAILED);
        assertThat(refused.getReason()).isEqualTo("failed on request");
        assertThat(leftOpen).isEmpty();
        assertThat(later.getStatus()).isEqualTo(Response.Status.SUCCESS);
        assertThat(zone.associated).containsExactly(VPC);
        assertThat(zone.authorized).isEmpty();
    }

    @Test
    void anAnswerThatWasLostIsNoSecondAssociation() {
        // Given
        zone.faults.loseNextReply();

        // When
        Response lost = handler.create(event(FakeSharedZone.ID), lambda);
        Response again = handler.create(event(FakeSharedZone.ID), lambda);

        // Then
        assertThat(lost.getStatus()).isEqualTo(Response.Status.FAILED);
        assertThat(again.getStatus()).isEqualTo(Response.Status.SUCCESS);
        assertThat(zone.associated).containsExactly(VPC);
    }

    private static CloudFormationCustomResourceEvent event(String zoneId) {
        CloudFormationCustomResourceEvent event = new CloudFormationCustomResourceEvent();
        event.setLogicalResourceId("Vpc");
        event.setResourceProperties(Map.of(
                "Account",
                "222222222222",
                "RoleArn",
                ROLE,
                "VpcId",
                VPC.id(),
                "VpcRegion",
                VPC.region(),
                "HostedZoneId",
                zoneId));
        return event;
    }
}
