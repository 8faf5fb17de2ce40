package host.spore.spawn.functions.dns;

import host.spore.spawn.events.AccountId;

/** An account does not let its instances be looked at: its workload is gone, or not there yet. */
final class NotLetInException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotLetInException(AccountId account, Throwable cause) {
        super("account " + account + " does not let us look at its instances: " + cause.getMessage(), cause);
    }
}
