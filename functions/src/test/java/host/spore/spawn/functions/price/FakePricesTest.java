package host.spore.spawn.functions.price;

class FakePricesTest extends PricesContract {
    @Override
    protected Prices prices() {
        return new FakePrices();
    }
}
