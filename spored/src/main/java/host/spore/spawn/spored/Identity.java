package host.spore.spawn.spored;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.AgentEvent;
import host.spore.spawn.events.Ids;
import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.util.Optional;

/**
 * Who this instance is, as its metadata says.
 *
 * @param domain of AWS's endpoints in this partition, {@code amazonaws.com} nearly everywhere
 * @param correlationId of the command that launched it
 */
record Identity(
        InstanceId instance,
        String region,
        AccountId account,
        String partition,
        String domain,
        Optional<String> name,
        Optional<String> correlationId) {

    static Identity read(MetadataService service) throws IOException {
        JsonObject document = JsonObject.parse(service.get("/latest/dynamic/instance-identity/document")
                .orElseThrow(() -> new IOException("no instance identity document")));
        return new Identity(
                new InstanceId(document.string("instanceId")),
                document.string("region"),
                new AccountId(document.string("accountId")),
                service.get("/latest/meta-data/services/partition").orElse("aws"),
                service.get("/latest/meta-data/services/domain").orElse("amazonaws.com"),
                service.get("/latest/meta-data/tags/instance/Name"),
                service.get("/latest/meta-data/tags/instance/spawn:correlation").filter(Ids::isValid));
    }

    /** The source under which IAM lets this instance publish. */
    String source() {
        return AgentEvent.source(partition, region, account, instance);
    }
}
