package host.spore.spawn.local;

import host.spore.spawn.local.ec2.Announcement;
import host.spore.spawn.local.ec2.Bus;
import host.spore.spawn.local.ec2.Cloud;
import host.spore.spawn.local.ec2.CloudException;
import host.spore.spawn.local.ec2.Ec2Instance;
import host.spore.spawn.local.ec2.InstanceState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** LocalStack's EC2 in small: every state is final at once, and nothing is published by itself. */
final class FakeCloud implements Cloud, Bus {
    private final Map<String, Ec2Instance> instances = new LinkedHashMap<>();
    private final Map<String, String> scripts = new LinkedHashMap<>();
    private final List<String> heard = new ArrayList<>();
    private ShutdownBehavior behavior = ShutdownBehavior.TERMINATE;
    private int refusals;
    private int addresses;

    /** The next publications are refused. */
    synchronized FakeCloud refuseNext(int count) {
        refusals = count;
        return this;
    }

    synchronized FakeCloud shutdownBehavior(ShutdownBehavior changed) {
        behavior = changed;
        return this;
    }

    synchronized void launch(String id, boolean spot, String script) {
        scripts.put(id, script);
        put(id, InstanceState.RUNNING, spot);
    }

    synchronized void start(String id) {
        put(
                id,
                InstanceState.RUNNING,
                instances.get(id) != null && instances.get(id).spot());
    }

    /** As a user does it by API. */
    @Override
    public synchronized void end(String id, ShutdownBehavior how) {
        put(
                id,
                how == ShutdownBehavior.TERMINATE ? InstanceState.TERMINATED : InstanceState.STOPPED,
                instances.get(id) != null && instances.get(id).spot());
    }

    synchronized InstanceState state(String id) {
        Ec2Instance instance = instances.get(id);
        return instance == null ? InstanceState.TERMINATED : instance.state();
    }

    /** Every event so far: the state, or the type where it is about something else. */
    synchronized List<String> heard() {
        return List.copyOf(heard);
    }

    @Override
    public synchronized List<Ec2Instance> instances(boolean withTerminated) {
        return instances.values().stream()
                .filter(instance -> withTerminated || instance.state() != InstanceState.TERMINATED)
                .toList();
    }

    @Override
    public synchronized Optional<byte[]> userData(String id) {
        return Optional.ofNullable(scripts.get(id))
                .map(script -> ("#!/bin/bash\n" + script).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized ShutdownBehavior shutdownBehavior(String id) {
        return behavior;
    }

    @Override
    public synchronized void publish(Announcement announcement) {
        if (refusals > 0) {
            refusals--;
            throw new CloudException("PutEvents: refused");
        }
        heard.add(announcement.detail().optionalString("state").orElse(announcement.detailType()));
    }

    private void put(String id, InstanceState state, boolean spot) {
        addresses++;
        instances.put(
                id,
                new Ec2Instance(
                        id,
                        state,
                        "000000000000",
                        "us-east-1",
                        "us-east-1a",
                        "r-1",
                        "t3.micro",
                        "ami-1",
                        "x86_64",
                        0,
                        Instant.EPOCH,
                        spot,
                        Optional.empty(),
                        Optional.of("10.0.0.1"),
                        Optional.empty(),
                        state == InstanceState.RUNNING ? Optional.of("54.0.0." + addresses) : Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        Map.of("Name", "demo")));
    }
}
