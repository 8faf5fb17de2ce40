package host.spore.spawn.functions.dns;

import host.spore.spawn.events.AccountId;

/**
 * A zone that is kept.
 *
 * @param kind see {@link ZoneKind}
 * @param zone see {@link Zone}
 * @param domain in which every account has its own
 */
record Keeping(ZoneKind kind, Zone zone, String domain) {
    /** The domain of an account. */
    String of(AccountId account) {
        return account.base36() + "." + domain;
    }
}
