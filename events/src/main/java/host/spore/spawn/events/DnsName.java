package host.spore.spawn.events;

import java.util.regex.Pattern;

/**
 * The full name by which an instance is reached: {@code {name}.{account-base36}.{domain}}, without a final dot.
 *
 * @param value lower case, at most 253 characters (RFC 1035)
 */
public record DnsName(String value) {
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,200}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+");

    public DnsName {
        if (value.length() > 253) {
            throw new Refusal("\"" + Printable.of(value) + "\": a DNS name has at most 253 characters");
        }
    }

    public static DnsName of(Name name, AccountId account, String domain) {
        return new DnsName(name + "." + account.base36() + "." + checkedDomain(domain));
    }

    /** @throws Refusal when the text is no domain of at least two labels */
    public static String checkedDomain(String domain) {
        if (!DOMAIN.matcher(domain).matches()) {
            throw new Refusal("\"" + Printable.of(domain) + "\": a domain in lower case, for example spore.host");
        }
        return domain;
    }

    @Override
    public String toString() {
        return value;
    }
}
