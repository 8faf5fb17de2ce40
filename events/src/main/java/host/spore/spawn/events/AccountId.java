package host.spore.spawn.events;

/**
 * An AWS account.
 *
 * @param value twelve digits
 */
public record AccountId(String value) {
    public AccountId {
        if (value.length() != 12 || !Letters.only(Letters.DIGITS, value)) {
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
