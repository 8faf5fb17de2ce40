package host.spore.spawn.functions.price;

/** What has a price. */
public sealed interface Item {
    /**
     * An hour of Linux on shared hardware.
     *
     * @param instanceType for example {@code c7i.large}
     */
    record OnDemand(String instanceType) implements Item {}

    /**
     * An hour of Linux on the spot market, as it is now.
     *
     * @param instanceType for example {@code c7i.large}
     */
    record Spot(String instanceType) implements Item {}

    /**
     * A month of a GiB.
     *
     * @param type for example {@code gp3}
     */
    record Volume(String type) implements Item {}
}
