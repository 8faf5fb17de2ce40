package host.spore.spawn.functions.dns;

import host.spore.spawn.events.DnsName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** {@link Zone} in Route 53. */
final class Route53Zone implements Zone {
    private final Route53Client route53;
    private final String zoneId;

    Route53Zone(Route53Client route53, String zoneId) {
        this.route53 = route53;
        this.zoneId = zoneId;
    }

    @Override
    public NameRecords read(DnsName name) {
        // Listing begins at the name and goes on with its successors; A and TXT of one name stand together.
        List<ResourceRecordSet> sets = route53.listResourceRecordSets(request -> request.hostedZoneId(zoneId)
                        .startRecordName(name.value())
                        .startRecordType(RRType.A)
                        .maxItems("20"))
                .resourceRecordSets();
        NameRecords.@Nullable ResourceRecord address = null;
        NameRecords.@Nullable ResourceRecord owner = null;
        for (ResourceRecordSet set : sets) {
            if (!set.name().equals(name + ".") || set.resourceRecords().size() != 1) {
                continue;
            }
            String value = set.resourceRecords().getFirst().value();
            if (set.type() == RRType.A) {
                address = new NameRecords.ResourceRecord(set.ttl(), value);
            } else if (set.type() == RRType.TXT) {
                owner = new NameRecords.ResourceRecord(set.ttl(), unquoted(value));
            }
        }
        return new NameRecords(address, owner);
    }

    @Override
    public boolean replace(DnsName name, NameRecords old, NameRecords fresh) {
        try {
            route53.changeResourceRecordSets(request(name, old, fresh));
            return true;
        } catch (InvalidChangeBatchException stale) {
            return false;
        }
    }

    /** CREATE, not UPSERT: an upsert would overwrite what came between. */
    ChangeResourceRecordSetsRequest request(DnsName name, NameRecords old, NameRecords fresh) {
        List<Change> changes = new ArrayList<>();
        change(ChangeAction.DELETE, name, RRType.A, old.address()).ifPresent(changes::add);
        change(ChangeAction.DELETE, name, RRType.TXT, old.owner()).ifPresent(changes::add);
        change(ChangeAction.CREATE, name, RRType.A, fresh.address()).ifPresent(changes::add);
        change(ChangeAction.CREATE, name, RRType.TXT, fresh.owner()).ifPresent(changes::add);
        return ChangeResourceRecordSetsRequest.builder()
                .hostedZoneId(zoneId)
                .changeBatch(batch -> batch.changes(changes))
                .build();
    }

    private static Optional<Change> change(
            ChangeAction action, DnsName name, RRType type, NameRecords.@Nullable ResourceRecord record) {
        if (record == null) {
            return Optional.empty();
        }
        String value = type == RRType.TXT ? "\"" + record.value() + "\"" : record.value();
        return Optional.of(Change.builder()
                .action(action)
                .resourceRecordSet(ResourceRecordSet.builder()
                        .name(name + ".")
                        .type(type)
                        .ttl(record.ttlSeconds())
                        .resourceRecords(ResourceRecord.builder().value(value).build())
                        .build())
                .build());
    }

    private static String unquoted(String text) {
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }
}
