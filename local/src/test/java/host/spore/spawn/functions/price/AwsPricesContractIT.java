package host.spore.spawn.functions.price;

import host.spore.spawn.local.cloud.Cloud;
import java.time.InstantSource;

/** On the embedded cloud, which tells recorded prices (local/python/spawn_local/prices.py). */
class AwsPricesContractIT extends PricesContract {
    private final Cloud cloud = Cloud.get();

    @Override
    protected Prices prices() {
        return new AwsPrices(cloud.pricing, cloud.ec2, "us-east-1", InstantSource.system());
    }
}
