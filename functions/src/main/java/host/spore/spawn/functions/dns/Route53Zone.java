package host.spore.spawn.functions.dns;

import host.spore.spawn.events.DnsName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** {@link Zone} in Route 53. */
final class Route53Zone implements Zone {
    /** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html */
    private static final int LONGEST_PAGE = 300;

    /** Of one name there are two, and few others that people make. */
    private static final int SHORT_PAGE = 20;

    /** As Route 53 lists them: by their labels, the last one first. */
    private static final Comparator<String> LISTED = Comparator.comparing(Route53Zone::reversed);

    private final Route53Client route53;
    private final String zoneId;

    Route53Zone(Route53Client route53, String zoneId) {
        this.route53 = route53;
        this.zoneId = zoneId;
    }

    /** A listing begins at a name and goes on with its successors, so that neighbours come with one call. */
    @Override
    public Map<DnsName, NameRecords> read(Set<DnsName> names) {
        Map<DnsName, NameRecords> found = new LinkedHashMap<>();
        List<DnsName> wanted = names.stream()
                .sorted(Comparator.comparing(DnsName::value, LISTED))
                .toList();
        int next = 0;
        while (next < wanted.size()) {
            ListResourceRecordSetsResponse page =
                    page(wanted.get(next).value(), RRType.A, next == wanted.size() - 1 ? SHORT_PAGE : LONGEST_PAGE);
            Map<String, NameRecords> there = byName(page.resourceRecordSets());
            String end = page.isTruncated() ? bare(page.nextRecordName()) : null;
            int first = next;
            // The first one is answered in any case: a page that began with it and tells nothing of it is its answer.
            while (next < wanted.size()
                    && (next == first
                            || end == null
                            || LISTED.compare(wanted.get(next).value(), end) < 0)) {
                DnsName name = wanted.get(next);
                found.put(name, there.getOrDefault(name.value(), NameRecords.NONE));
                next++;
            }
        }
        return found;
    }

    @Override
    public Map<DnsName, NameRecords> owned(String domain) {
        Map<DnsName, NameRecords> found = new LinkedHashMap<>();
        List<ResourceRecordSet> all = new ArrayList<>();
        @Nullable String start = domain;
        @Nullable RRType type = null;
        while (start != null) {
            ListResourceRecordSetsResponse page = page(start, type, LONGEST_PAGE);
            all.addAll(page.resourceRecordSets());
            start = page.isTruncated() && isIn(bare(page.nextRecordName()), domain) ? page.nextRecordName() : null;
            type = page.nextRecordType();
        }
        byName(all).forEach((name, records) -> {
            if (isIn(name, domain) && records.readOwner().isPresent()) {
                found.put(new DnsName(name), records);
            }
        });
        return found;
    }

    @Override
    public boolean replace(List<Replacement> all) {
        try {
            route53.changeResourceRecordSets(request(all));
            return true;
        } catch (InvalidChangeBatchException stale) {
            return false;
        }
    }

    private ListResourceRecordSetsResponse page(String name, @Nullable RRType type, int length) {
        return route53.listResourceRecordSets(request -> request.hostedZoneId(zoneId)
                .startRecordName(name)
                .startRecordType(type)
                .maxItems(Integer.toString(length)));
    }

    private static Map<String, NameRecords> byName(List<ResourceRecordSet> sets) {
        Map<String, NameRecords> names = new LinkedHashMap<>();
        for (ResourceRecordSet set : sets) {
            names.merge(bare(set.name()), records(set), Route53Zone::together);
        }
        names.values().removeIf(NameRecords::isEmpty);
        return names;
    }

    /** Of other types than these nothing keeps a name from having an address. */
    private static NameRecords records(ResourceRecordSet set) {
        if (set.type() == RRType.CNAME) {
            return NameRecords.foreign("another name");
        }
        if (set.type() != RRType.A && set.type() != RRType.TXT) {
            return NameRecords.NONE;
        }
        if (set.setIdentifier() != null || set.resourceRecords().size() != 1) {
            return NameRecords.foreign("several records");
        }
        String value = set.resourceRecords().getFirst().value();
        return set.type() == RRType.A
                ? new NameRecords(new NameRecords.ResourceRecord(set.ttl(), value), null)
                : new NameRecords(null, new NameRecords.ResourceRecord(set.ttl(), unquoted(value)));
    }

    private static NameRecords together(NameRecords one, NameRecords other) {
        return new NameRecords(
                one.address() == null ? other.address() : one.address(),
                one.owner() == null ? other.owner() : one.owner());
    }

    /** CREATE, not UPSERT: an upsert would overwrite what came between. */
    ChangeResourceRecordSetsRequest request(List<Replacement> all) {
        List<Change> changes = new ArrayList<>();
        for (Replacement one : all) {
            change(ChangeAction.DELETE, one.name(), RRType.A, one.old().address())
                    .ifPresent(changes::add);
            change(ChangeAction.DELETE, one.name(), RRType.TXT, one.old().owner())
                    .ifPresent(changes::add);
            change(ChangeAction.CREATE, one.name(), RRType.A, one.fresh().address())
                    .ifPresent(changes::add);
            change(ChangeAction.CREATE, one.name(), RRType.TXT, one.fresh().owner())
                    .ifPresent(changes::add);
        }
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

    private static boolean isIn(String name, String domain) {
        return name.endsWith("." + domain);
    }

    private static String bare(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** With a separator that is less than every character of a label, so that a domain comes before what is in it. */
    private static String reversed(String name) {
        List<String> labels = new ArrayList<>(List.of(name.split("\\.", -1)));
        Collections.reverse(labels);
        return String.join("\u0000", labels);
    }

    private static String unquoted(String text) {
        return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }
}
