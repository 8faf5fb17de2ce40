package host.spore.spawn.events;

import java.util.regex.Pattern;

/**
 * An AWS account.
 *
 * @param value twelve digits
 */
public record AccountId(String value) {
    private static final Pattern SHAPE = Pattern.compile("\\d{12}");

    public AccountId {
        if (!SHAPE.matcher(value).matches()) {
            throw new Refusal("\"" + Printable.of(value) + "\": an account id is twelve digits");
        }
    }

    /** The id as an integer in lower-case base 36, as it stands in DNS names: 123456789012 is {@code 1kpqzg2c}. */
    public String base36() {
        return Long.toString(Long.parseLong(value), 36);
    }

    @Override
    public String toString() {
        return value;
    }
}
