package host.spore.spawn.functions.dns;

import host.spore.spawn.functions.lambda.Faults;
import java.util.HashSet;
import java.util.Set;

/** {@link ZoneOwner} and {@link VpcOwner} of one private zone in memory, by AWS's rules. */
final class FakeSharedZone implements ZoneOwner, VpcOwner {
    static final String ID = "Z0123456789";

    final Faults faults = new Faults();
    final Set<ZoneVpc> authorized = new HashSet<>();
    final Set<ZoneVpc> associated = new HashSet<>();
    private boolean isDeleted;

    void delete() {
        isDeleted = true;
        associated.clear();
    }

    @Override
    public boolean isSeenBy(ZoneVpc vpc) {
        return associated.contains(vpc);
    }

    @Override
    public void authorize(ZoneVpc vpc) {
        if (isDeleted) {
            throw new IllegalStateException("NoSuchHostedZone");
        }
        authorized.add(vpc);
    }

    @Override
    public void deauthorize(ZoneVpc vpc) {
        authorized.remove(vpc);
    }

    @Override
    public void disassociate(ZoneVpc vpc) {
        associated.remove(vpc);
    }

    @Override
    public void associate(String zoneId, ZoneVpc vpc) {
        faults.enter();
        if (isDeleted || !zoneId.equals(ID)) {
            throw new IllegalStateException("NoSuchHostedZone");
        }
        if (!authorized.contains(vpc)) {
            throw new IllegalStateException("NotAuthorizedException");
        }
        if (!associated.add(vpc)) {
            throw new IllegalStateException("ConflictingDomainExists");
        }
        faults.leave();
    }
}
