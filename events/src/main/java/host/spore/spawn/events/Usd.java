package host.spore.spawn.events;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * US dollars, in millionths: exact sums, and AWS's cheapest hour (0.0042) still has four digits.
 *
 * @param micros millionths of a dollar, at least 0
 */
public record Usd(long micros) implements Comparable<Usd> {
    public static final Usd ZERO = new Usd(0);

    private static final int DIGITS = 6;
    private static final Pattern GRAMMAR = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,20})?");

    public Usd {
        if (micros < 0) {
            throw new Refusal(micros + " millionths of a dollar: at least 0");
        }
    }

    /** What is finer than a millionth is rounded up: whoever limits a cost must not see too little of it. */
    public static Usd parse(String text) {
        if (!GRAMMAR.matcher(text).matches()) {
            throw new Refusal("\"" + Printable.of(text) + "\": US dollars, for example 0.0104");
        }
        return new Usd(new BigDecimal(text)
                .setScale(DIGITS, RoundingMode.CEILING)
                .movePointRight(DIGITS)
                .longValueExact());
    }

    public Usd plus(Usd other) {
        return new Usd(Math.addExact(micros, other.micros));
    }

    @Override
    public int compareTo(Usd other) {
        return Long.compare(micros, other.micros);
    }

    /** As many digits as it has, but at least the cents. */
    @Override
    public String toString() {
        BigDecimal amount = BigDecimal.valueOf(micros, DIGITS).stripTrailingZeros();
        return amount.setScale(Math.max(2, amount.scale())).toPlainString();
    }
}
