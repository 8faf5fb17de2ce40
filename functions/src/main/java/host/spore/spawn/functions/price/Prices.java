package host.spore.spawn.functions.price;

/** The prices of this region. Asked anew each time: see {@link PromptPrices} for who cannot wait. */
@FunctionalInterface
public interface Prices {
    /**
     * @return {@link Quote.Unknown} where AWS answers and has no such price
     * @throws RuntimeException where AWS does not answer
     */
    Quote of(Item item);
}
