package host.spore.spawn.functions.dns;

import host.spore.spawn.events.AccountId;
import host.spore.spawn.functions.ec2.Instances;
import org.jspecify.annotations.Nullable;

/** The accounts and regions whose instances have names here. */
@FunctionalInterface
interface Workloads {
    /**
     * @param ownAccount in which this function runs
     * @throws NotLetInException when the account does not let itself be looked at
     */
    Instances of(AccountId account, String region, @Nullable String ownAccount);
}
