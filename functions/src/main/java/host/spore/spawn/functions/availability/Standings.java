package host.spore.spawn.functions.availability;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Keeps what is remembered of offers. */
public interface Standings {
    /** What stands; an offer of which nothing stands is {@link Standing#unknown}. */
    Map<Offer, Standing> read(Collection<Offer> offers);

    /**
     * Writes what was made of what was read.
     *
     * @param next its version is one above that of what was read
     * @return false: somebody came between, and nothing is written
     */
    boolean write(Standing next);

    /** All that is remembered, at most so many, in no particular order: for people, who look at it rarely. */
    List<Standing> all(int most);
}
