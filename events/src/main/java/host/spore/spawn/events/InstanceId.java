package host.spore.spawn.events;

/**
 * The id that EC2 gave an instance.
 *
 * @param value {@code i-} and 8 (before 2016) or 17 hexadecimal digits
 */
public record InstanceId(String value) {
    public InstanceId {
        if (!looksLikeOne(value)) {
            throw new Refusal("\"" + Printable.of(value) + "\": an instance id is i- and 17 hexadecimal digits");
        }
    }

    public static boolean looksLikeOne(String text) {
        return (text.length() == 10 || text.length() == 19)
                && text.startsWith("i-")
                && Letters.only(Letters.HEXADECIMAL, text.substring(2));
    }

    @Override
    public String toString() {
        return value;
    }
}
