package host.spore.spawn.functions.availability;

import host.spore.spawn.events.Market;
import host.spore.spawn.events.Printable;
import org.jspecify.annotations.Nullable;

/**
 * What EC2 has or has not: a type of machine, somewhere, at a kind of price.
 *
 * @param instanceType see {@link String}
 * @param zone absent where EC2 chooses: that is an offer of its own
 * @param market see {@link Market}
 */
public record Offer(String instanceType, @Nullable String zone, Market market) {
    private static final String ANY = "any";

    /** As it stands in the table: {@code c7i.large#us-east-1a#spot}. */
    public String key() {
        return instanceType + "#" + (zone == null ? ANY : zone) + "#" + market.wire();
    }

    /** @throws IllegalArgumentException when the text is not of that form */
    public static Offer parse(String key) {
        String[] parts = key.split("#", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("\"" + Printable.of(key) + "\": type#zone#market");
        }
        return new Offer(parts[0], parts[1].equals(ANY) ? null : parts[1], Market.parse(parts[2]));
    }

    /** For people: {@code c7i.large spot in us-east-1a}. */
    public String inWords() {
        return instanceType + " " + market.wire() + (zone == null ? "" : " in " + zone);
    }
}
