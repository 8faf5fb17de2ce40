package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.lambda.Faults;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@link Claims} in memory. */
final class FakeClaims implements Claims {
    final Faults faults = new Faults();

    private final Map<String, QueueClaim> claims = new HashMap<>();

    @Override
    public Optional<QueueClaim> read(String queueId) {
        faults.enter();
        return Optional.ofNullable(claims.get(queueId));
    }

    @Override
    public boolean take(String queueId, Optional<QueueClaim> read, QueueClaim now) {
        faults.enter();
        Optional<QueueClaim> there = Optional.ofNullable(claims.get(queueId));
        if (!there.map(FakeClaims::held).equals(read.map(FakeClaims::held))) {
            return false;
        }
        claims.put(queueId, now);
        faults.leave();
        return true;
    }

    @Override
    public void free(String queueId, String runId) {
        faults.enter();
        QueueClaim there = claims.get(queueId);
        if (there != null && there.holder().equals(Optional.of(runId))) {
            claims.put(queueId, new QueueClaim(Optional.empty(), Optional.of(runId), there.since()));
        }
        faults.leave();
    }

    private static String held(QueueClaim claim) {
        return claim.holder().orElse("nobody") + " " + claim.since();
    }
}
