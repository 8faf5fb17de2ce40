package host.spore.spawn.functions.dns;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.functions.aws.Clients;
import host.spore.spawn.functions.lambda.Environment;
import host.spore.spawn.local.cloud.Cloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** The embedded cloud takes an access key of twelve digits for the account, and lets anybody assume any role. */
class AssumedWorkloadsContractIT extends WorkloadsContract {
    private final Cloud cloud = Cloud.get();
    private final List<Runnable> ends = new ArrayList<>();

    @AfterEach
    void terminateTheGuests() {
        ends.forEach(Runnable::run);
    }

    @Override
    protected Workloads subject() {
        // The credentials are those of the build (pom.xml), as a function's are those of its environment.
        Clients clients = new Clients(
                new Environment(Map.of("AWS_REGION", REGION, "AWS_ENDPOINT_URL", cloud.setting("AWS_ENDPOINT_URL"))));
        return new AssumedWorkloads(clients, REGION, "spawn-dns-reader", "external-id");
    }

    @Override
    protected InstanceId launched(AccountId account, String region) {
        Ec2Client ec2 = cloud.ec2(account.value(), region);
        String id = ec2.runInstances(
                        request -> request.imageId("ami-12345678").minCount(1).maxCount(1))
                .instances()
                .getFirst()
                .instanceId();
        ends.add(() -> ec2.terminateInstances(request -> request.instanceIds(id)));
        return new InstanceId(id);
    }
}
