package host.spore.spawn.functions.dns;

import host.spore.spawn.events.NamesListed;
import host.spore.spawn.functions.ec2.InstanceView;

/** What a zone shows of an instance, and which instances. */
enum ZoneKind {
    /** For everybody, the public address. */
    PUBLIC(InstanceView.DNS_TAG),
    /** For the VPCs that it is associated with, the private address. */
    PRIVATE(InstanceView.PRIVATE_DNS_TAG);

    private final String tag;

    ZoneKind(String tag) {
        this.tag = tag;
    }

    /** Under which an instance has its name in it. */
    String tag() {
        return tag;
    }

    /** With the address that it shows. */
    InstanceView shown(InstanceView instance) {
        return switch (this) {
            case PUBLIC -> instance;
            case PRIVATE -> instance.inside();
        };
    }

    /** Whether a name that is listed is one of it. */
    boolean lists(NamesListed.Held name) {
        return name.inPrivateZone() == (this == PRIVATE);
    }

    /** Of an instance with names in both, one tells of a name that is refused: one tag holds one reason. */
    boolean tells(InstanceView instance) {
        return switch (this) {
            case PUBLIC -> true;
            case PRIVATE -> instance.tag(InstanceView.DNS_TAG).isEmpty();
        };
    }
}
