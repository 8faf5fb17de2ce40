package host.spore.spawn.functions.dns;

import host.spore.spawn.events.DnsName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name that all members of an array share: a multivalue answer record set for each of them, of which Route 53 answers
 * with up to eight, in random order. It follows from the member's own name, and its record goes and comes with that one's
 * in one batch, so that it needs no owner beside it.
 *
 * @param name {@code work.2u35dg26.example.org} of {@code work-3.2u35dg26.example.org}
 * @param identifier by which Route 53 tells one member's record from another's: {@code work-3}
 * @see <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-multivalue.html">multivalue
 *     answers</a>
 */
record CommonName(DnsName name, String identifier) {
    /**
     * Up to index 99: of one name and type there are at most 100 such records.
     *
     * @see <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html">quotas</a>
     */
    private static final Pattern MEMBER =
            Pattern.compile("(?<identifier>(?<array>[a-z0-9][a-z0-9-]*)-(0|[1-9][0-9]?))(?<domain>\\..+)");

    /** Empty: no member of an array can be called so, or none that has part in its name. */
    static Optional<CommonName> of(DnsName member) {
        Matcher parts = MEMBER.matcher(member.value());
        return parts.matches()
                ? Optional.of(new CommonName(
                        new DnsName(parts.group("array") + parts.group("domain")), parts.group("identifier")))
                : Optional.empty();
    }
}
