package host.spore.spawn.functions.lookup;

import host.spore.spawn.events.InstanceId;
import host.spore.spawn.events.Name;
import host.spore.spawn.events.Target;
import host.spore.spawn.functions.ec2.InstanceView;
import host.spore.spawn.functions.ec2.Instances;
import host.spore.spawn.functions.store.Claim;
import host.spore.spawn.functions.store.Column;
import host.spore.spawn.functions.store.InstanceRow;
import host.spore.spawn.functions.store.InstanceRows;
import host.spore.spawn.functions.store.Names;
import java.util.List;
import java.util.Optional;

/** Finds the instance that a command is about: by id, or by the name's claim, or (the claim being lost) by its tag. */
public final class Targets {
    private final Names names;
    private final InstanceRows rows;
    private final Instances instances;

    public Targets(Names names, InstanceRows rows, Instances instances) {
        this.names = names;
        this.rows = rows;
        this.instances = instances;
    }

    public Found find(Target target) {
        if (target.isMany()) {
            return new Found.Missing(target + ": this is about one instance; the intake hands many to spawn-each");
        }
        return target.isId() ? byId(new InstanceId(target.value())) : byName(new Name(target.value()));
    }

    private Found byId(InstanceId id) {
        Optional<InstanceView> view = instances.find(id);
        InstanceRow row = rows.read(id);
        if (view.isPresent() && !view.get().isOurs()) {
            return new Found.Missing(id + " was not launched by spawn (it has no tag spawn=true): use EC2's own tools");
        }
        if (view.isEmpty() && row.isAbsent()) {
            return new Found.Missing("no instance " + id + " in this region: check the id and the region");
        }
        return new Found.Instance(id, nameOf(row, view), row, view);
    }

    private Found byName(Name name) {
        Optional<Claim> claim = names.read(name);
        if (claim.isPresent() && claim.get().instanceId() != null) {
            InstanceId id = claim.get().instanceId();
            return new Found.Instance(id, Optional.of(name), rows.read(id), instances.find(id));
        }
        List<InstanceView> living = instances.living(name);
        if (living.size() == 1) {
            InstanceView view = living.getFirst();
            return new Found.Instance(view.id(), Optional.of(name), rows.read(view.id()), Optional.of(view));
        }
        if (living.size() > 1) {
            return new Found.Missing(living.size() + " instances have the name \"" + name
                    + "\": give one of their ids, "
                    + String.join(
                            ", ", living.stream().map(view -> view.id().value()).toList()));
        }
        return new Found.Missing(
                claim.isPresent()
                        ? "\"" + name + "\" is still being launched (command "
                                + claim.get().commandId() + "): try again once it is ready"
                        : "no instance named \"" + name + "\" is alive in this region");
    }

    private static Optional<Name> nameOf(InstanceRow row, Optional<InstanceView> view) {
        return row.text(Column.NAME)
                .or(() -> view.flatMap(found -> found.tag("Name")))
                .map(Name::new);
    }
}
