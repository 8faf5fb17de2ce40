package host.spore.spawn.events;

import host.spore.spawn.events.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an instance is launched, and who reaches it there.
 *
 * @param zone an availability zone, or several, separated by |; EC2 chooses when absent
 * @param subnetId for example {@code subnet-0a1b2c3d}; the deployment's, or the default VPC's, when absent
 * @param securityGroupIds beside spawn's own, which lets nobody in; each with the tag {@code spawn=true}, by which its owner
 *     lets spawn use it
 * @param sshFrom an IPv4 range that may reach port 22, for example {@code 203.0.113.7/32}; nobody when absent
 * @param publicAddress whether it has a public address; as the subnet has it when absent
 * @param dns where its name is written; in the public zone, where the deployment has one, when absent
 */
public record Placement(
        @Nullable String zone,
        @Nullable String subnetId,
        List<String> securityGroupIds,
        @Nullable String sshFrom,
        @Nullable Boolean publicAddress,
        @Nullable NameZones dns) {
    /** Wherever EC2 has room, reachable by Session Manager alone. */
    public static final Placement ANYWHERE = new Placement(null, null, List.of(), null, null, null);

    /** EC2 allows five groups on an interface, and two may be spawn's own. */
    public static final int MAX_SECURITY_GROUPS = 3;

    private static final int MAX_ZONES = 6;
    private static final Pattern ZONE = Pattern.compile("[a-z]{2}(-[a-z0-9]{1,20}){1,5}-[a-z0-9]{0,19}[a-z]");
    private static final Pattern SUBNET = Pattern.compile("subnet-([0-9a-f]{8}|[0-9a-f]{17})");
    private static final Pattern GROUP = Pattern.compile("sg-([0-9a-f]{8}|[0-9a-f]{17})");
    private static final Pattern CIDR =
            Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})/([0-9]{1,2})");

    public Placement {
        if (zone != null) {
            checkedZone(zone);
        }
        if (subnetId != null) {
            checkedSubnet(subnetId);
            if (zone != null) {
                throw new Refusal("--zone " + zone + " with --subnet " + subnetId
                        + ": a subnet lies in one zone; give one of them");
            }
        }
        securityGroupIds = checkedSecurityGroups(securityGroupIds);
        if (sshFrom != null) {
            checkedCidr(sshFrom);
        }
        if (dns != null && dns.isPublic() && Boolean.FALSE.equals(publicAddress)) {
            throw new Refusal("--dns " + dns.wire() + " with --public-address no: there is no public address to write;"
                    + " use --dns private, or none");
        }
    }

    /** In the order in which they are tried; none where EC2 chooses. */
    public List<String> zones() {
        return zone == null ? List.of() : List.of(zone.split("\\|"));
    }

    public static String checkedZone(String text) {
        List<String> zones = List.of(text.split("\\|", -1));
        if (zones.size() > MAX_ZONES
                || zones.stream().distinct().count() < zones.size()
                || !zones.stream().allMatch(zone -> ZONE.matcher(zone).matches())) {
            throw new Refusal("\"" + Printable.of(text) + "\": an availability zone, for example us-east-1a, or up to "
                    + MAX_ZONES + " different ones in the order in which to try them: 'us-east-1a|us-east-1b'");
        }
        return text;
    }

    public static String checkedSubnet(String text) {
        if (!SUBNET.matcher(text).matches()) {
            throw new Refusal("\"" + Printable.of(text) + "\": a subnet's id, for example subnet-0a1b2c3d");
        }
        return text;
    }

    public static List<String> checkedSecurityGroups(List<String> ids) {
        if (ids.size() > MAX_SECURITY_GROUPS || ids.stream().distinct().count() < ids.size()) {
            throw new Refusal(ids.size() + " security groups: at most " + MAX_SECURITY_GROUPS + " different ones");
        }
        ids.forEach(id -> {
            if (!GROUP.matcher(id).matches()) {
                throw new Refusal("\"" + Printable.of(id) + "\": a security group's id, for example sg-0a1b2c3d");
            }
        });
        return List.copyOf(ids);
    }

    /** IPv4 in its canonical form: EC2 would silently cut the bits beyond the prefix, and open more than was read. */
    public static String checkedCidr(String text) {
        var matcher = CIDR.matcher(text);
        if (matcher.matches()) {
            int prefix = Integer.parseInt(matcher.group(5));
            long address = 0;
            boolean bytes = true;
            for (int i = 1; i <= 4; i++) {
                int part = Integer.parseInt(matcher.group(i));
                bytes &= part <= 255 && Integer.toString(part).equals(matcher.group(i));
                address = address << 8 | part;
            }
            if (bytes && prefix >= 1 && prefix <= 32 && (address & (1L << (32 - prefix)) - 1) == 0) {
                return text;
            }
        }
        throw new Refusal("\"" + Printable.of(text) + "\": an IPv4 range in whole, for example 203.0.113.7/32 (your own"
                + " address: curl https://checkip.amazonaws.com); the whole internet is not opened");
    }

    static Placement read(JsonObject detail) {
        return new Placement(
                Fields.optional(detail, "zone", Placement::checkedZone),
                Fields.optional(detail, "subnetId", Placement::checkedSubnet),
                Fields.texts(detail, "securityGroupIds"),
                Fields.optional(detail, "sshFrom", Placement::checkedCidr),
                detail.has("publicAddress") ? Boolean.valueOf(detail.bool("publicAddress", false)) : null,
                Fields.optional(detail, "dns", NameZones::parse));
    }

    void write(JsonObject.Builder into) {
        into.put("zone", zone)
                .put("subnetId", subnetId)
                .put("securityGroupIds", Fields.arrayOf(securityGroupIds))
                .put("sshFrom", sshFrom);
        if (publicAddress != null) {
            into.put("publicAddress", publicAddress.booleanValue());
        }
        if (dns != null) {
            into.put("dns", dns.wire());
        }
    }
}
