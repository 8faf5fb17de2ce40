package host.spore.spawn.functions.dns;

import host.spore.spawn.events.DnsName;
import host.spore.spawn.functions.dns.NameRecords.Common;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /**
     * A listing begins at a name and goes on with its successors, so that neighbours come with one call: the members of an
     * array with their common name.
     */
    @Override
    public Map<DnsName, NameRecords> read(Set<DnsName> names) {
        Map<String, List<ResourceRecordSet>> found = new HashMap<>();
        List<String> wanted = names.stream()
                .flatMap(name -> Stream.concat(Stream.of(name), CommonName.of(name).map(CommonName::name).stream()))
                .map(DnsName::value)
                .distinct()
                .sorted(LISTED)
                .toList();
        int next = 0;
        while (next < wanted.size()) {
            ListResourceRecordSetsResponse page =
                    page(wanted.get(next), RRType.A, next == wanted.size() - 1 ? SHORT_PAGE : LONGEST_PAGE);
            Map<String, List<ResourceRecordSet>> there = byName(page.resourceRecordSets());
            String end = page.isTruncated() ? bare(page.nextRecordName()) : null;
            int first = next;
            // The first one is answered in any case: a page that began with it and tells nothing of it is its answer.
            while (next < wanted.size()
                    && (next == first || end == null || LISTED.compare(wanted.get(next), end) < 0)) {
                found.put(wanted.get(next), there.getOrDefault(wanted.get(next), List.of()));
                next++;
            }
        }
        return names.stream().collect(Collectors.toMap(name -> name, name -> records(name, found)));
    }

    @Override
    public Map<DnsName, NameRecords> owned(String domain) {
        Map<DnsName, NameRecords> found = new LinkedHashMap<>();
        List<ResourceRecordSet> all = new ArrayList<>();
        @Nullable String start = domain;
        @Nullable RRType type = null;
        @Nullable String identifier = null;
        while (start != null) {
            ListResourceRecordSetsResponse page = page(start, type, identifier, LONGEST_PAGE);
            all.addAll(page.resourceRecordSets());
            start = page.isTruncated() && isIn(bare(page.nextRecordName()), domain) ? page.nextRecordName() : null;
            type = page.nextRecordType();
            identifier = page.nextRecordIdentifier();
        }
        Map<String, List<ResourceRecordSet>> there = byName(all);
        for (String name : there.keySet()) {
            NameRecords records = records(new DnsName(name), there);
            if (isIn(name, domain) && records.readOwner().isPresent()) {
                found.put(new DnsName(name), records);
            }
        }
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

    private ListResourceRecordSetsResponse page(String name, RRType type, int length) {
        return page(name, type, null, length);
    }

    private ListResourceRecordSetsResponse page(
            String name, @Nullable RRType type, @Nullable String identifier, int length) {
        return route53.listResourceRecordSets(request -> request.hostedZoneId(zoneId)
                .startRecordName(name)
                .startRecordType(type)
                .startRecordIdentifier(identifier)
                .maxItems(Integer.toString(length)));
    }

    private static Map<String, List<ResourceRecordSet>> byName(List<ResourceRecordSet> sets) {
        return sets.stream()
                .collect(Collectors.groupingBy(set -> bare(set.name()), LinkedHashMap::new, Collectors.toList()));
    }

    private static NameRecords records(DnsName name, Map<String, List<ResourceRecordSet>> sets) {
        NameRecords own = sets.getOrDefault(name.value(), List.of()).stream()
                .map(Route53Zone::own)
                .reduce(NameRecords.NONE, Route53Zone::together);
        Common common = CommonName.of(name)
                .map(of -> common(of, sets.getOrDefault(of.name().value(), List.of())))
                .orElseGet(Common.None::new);
        return new NameRecords(own.address(), own.owner(), common);
    }

    /** Of other types than these nothing keeps a name from having an address. */
    private static NameRecords own(ResourceRecordSet set) {
        if (set.type() == RRType.CNAME) {
            return NameRecords.foreign("another name");
        }
        if (set.type() != RRType.A && set.type() != RRType.TXT) {
            return NameRecords.NONE;
        }
        if (set.type() == RRType.A && isOneOfMany(set)) {
            return NameRecords.OF_AN_ARRAY;
        }
        if (set.setIdentifier() != null || set.resourceRecords().size() != 1) {
            return NameRecords.foreign("several records");
        }
        return set.type() == RRType.A
                ? new NameRecords(record(set), null)
                : new NameRecords(
                        null,
                        new NameRecords.ResourceRecord(
                                set.ttl(), unquoted(record(set).value())));
    }

    /** Route 53 lets nothing else be under a name that has such records, and none of them where something else is. */
    private static Common common(CommonName name, List<ResourceRecordSet> sets) {
        Common common = new Common.None();
        for (ResourceRecordSet set : sets) {
            if (set.type() == RRType.CNAME || (set.type() == RRType.A && !isOneOfMany(set))) {
                return new Common.Taken();
            }
            if (set.type() == RRType.A && name.identifier().equals(set.setIdentifier())) {
                common = new Common.Member(record(set));
            }
        }
        return common;
    }

    private static boolean isOneOfMany(ResourceRecordSet set) {
        return Boolean.TRUE.equals(set.multiValueAnswer())
                && set.resourceRecords().size() == 1;
    }

    private static NameRecords.ResourceRecord record(ResourceRecordSet set) {
        return new NameRecords.ResourceRecord(
                set.ttl(), set.resourceRecords().getFirst().value());
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
            changes.addAll(changes(ChangeAction.DELETE, one.name(), one.old()));
            changes.addAll(changes(ChangeAction.CREATE, one.name(), one.fresh()));
        }
        return ChangeResourceRecordSetsRequest.builder()
                .hostedZoneId(zoneId)
                .changeBatch(batch -> batch.changes(changes))
                .build();
    }

    private static List<Change> changes(ChangeAction action, DnsName name, NameRecords records) {
        List<Change> changes = new ArrayList<>();
        if (records.address() != null) {
            changes.add(change(action, set(name, RRType.A, records.address())));
        }
        if (records.owner() != null) {
            changes.add(change(action, set(name, RRType.TXT, records.owner())));
        }
        NameRecords.ResourceRecord member = records.member();
        if (member != null) {
            CommonName common = CommonName.of(name).orElseThrow();
            changes.add(change(
                    action,
                    set(common.name(), RRType.A, member)
                            .setIdentifier(common.identifier())
                            .multiValueAnswer(true)));
        }
        return changes;
    }

    private static Change change(ChangeAction action, ResourceRecordSet.Builder set) {
        return Change.builder().action(action).resourceRecordSet(set.build()).build();
    }

    private static ResourceRecordSet.Builder set(DnsName name, RRType type, NameRecords.ResourceRecord record) {
        String value = type == RRType.TXT ? "\"" + record.value() + "\"" : record.value();
        return ResourceRecordSet.builder()
                .name(name + ".")
                .type(type)
                .ttl(record.ttlSeconds())
                .resourceRecords(ResourceRecord.builder().value(value).build());
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
