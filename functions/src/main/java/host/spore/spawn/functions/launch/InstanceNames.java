package host.spore.spawn.functions.launch;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.NameZones;
import host.spore.spawn.functions.ec2.InstanceView;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Under which names an instance is written. Each is a tag of it, by which whoever keeps the zones knows where it belongs.
 *
 * @param outside in the public zone
 * @param inside in the private zone
 */
record InstanceNames(Optional<DnsName> outside, Optional<DnsName> inside) {
    /**
     * What the deployment has.
     *
     * @param outside domain of the public zone
     * @param inside domain of the private zone, which may be the same
     */
    record Domains(@Nullable String outside, @Nullable String inside) {}

    /** @param asked null: the public zone, where there is one */
    static Checked<InstanceNames> decide(@Nullable NameZones asked, Name name, AccountId account, Domains domains) {
        NameZones zones = asked != null ? asked : domains.outside() == null ? NameZones.NONE : NameZones.PUBLIC;
        if (zones.isPublic() && domains.outside() == null) {
            return new Checked.Refused<>("--dns " + zones.wire()
                    + ": this deployment has no public zone; leave --dns out, or deploy it with a"
                    + " domain (cdk context domain, docs/dns.md)");
        }
        if (zones.isPrivate() && domains.inside() == null) {
            return new Checked.Refused<>("--dns " + zones.wire()
                    + ": this deployment has no private zone; leave --dns out, or deploy it with"
                    + " one (cdk context privateDomain, docs/dns.md)");
        }
        return new Checked.Fine<>(new InstanceNames(
                Optional.ofNullable(domains.outside())
                        .filter(_ -> zones.isPublic())
                        .map(domain -> DnsName.of(name, account, domain)),
                Optional.ofNullable(domains.inside())
                        .filter(_ -> zones.isPrivate())
                        .map(domain -> DnsName.of(name, account, domain))));
    }

    /** The one that people are told: more of them can use it. */
    Optional<DnsName> shown() {
        return outside.or(() -> inside);
    }

    void tag(Map<String, String> tags) {
        outside.ifPresent(name -> tags.put(InstanceView.DNS_TAG, name.value()));
        inside.ifPresent(name -> tags.put(InstanceView.PRIVATE_DNS_TAG, name.value()));
    }
}
