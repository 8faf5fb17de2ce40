package host.spore.spawn.functions.dns;

import host.spore.spawn.events.AccountId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The accounts whose instances have names here. The rules let nobody else's events through; what waits in the queue when an
 * account is taken off the list has passed them before.
 *
 * @param others beside the one in which this function runs
 */
record Members(Set<AccountId> others) {
    static final Members NONE_ELSE = new Members(Set.of());

    Members {
        others = Set.copyOf(others);
    }

    static Members of(List<String> accounts) {
        return new Members(accounts.stream().map(AccountId::new).collect(Collectors.toUnmodifiableSet()));
    }

    /** @param ownAccount in which this function runs; null where that is not known, and then nobody is refused */
    boolean include(AccountId account, @Nullable String ownAccount) {
        return ownAccount == null || account.value().equals(ownAccount) || others.contains(account);
    }
}
