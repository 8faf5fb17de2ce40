package host.spore.spawn.cli;

import host.spore.spawn.cli.bus.Endpoint;
import host.spore.spawn.events.AddAlertDestination;
import host.spore.spawn.events.AlertCommand;
import host.spore.spawn.events.AlertKind;
import host.spore.spawn.events.ArrayId;
import host.spore.spawn.events.ArrayOrder;
import host.spore.spawn.events.CancelQueue;
import host.spore.spawn.events.CancelSweep;
import host.spore.spawn.events.Command;
import host.spore.spawn.events.ControlPlane;
import host.spore.spawn.events.DnsName;
import host.spore.spawn.events.ExtendInstance;
import host.spore.spawn.events.HibernateInstance;
import host.spore.spawn.events.InstanceCommand;
import host.spore.spawn.events.LaunchInstance;
import host.spore.spawn.events.LaunchSweep;
import host.spore.spawn.events.NameZones;
import host.spore.spawn.events.QueueCommand;
import host.spore.spawn.events.QueueId;
import host.spore.spawn.events.RemoveAlertDestination;
import host.spore.spawn.events.ResumeQueue;
import host.spore.spawn.events.ResumeSweep;
import host.spore.spawn.events.StartInstance;
import host.spore.spawn.events.StopInstance;
import host.spore.spawn.events.SubmitQueue;
import host.spore.spawn.events.SweepCommand;
import host.spore.spawn.events.SweepId;
import host.spore.spawn.events.Target;
import host.spore.spawn.events.TerminateInstance;
import host.spore.spawn.events.TestAlertDestination;
import host.spore.spawn.events.json.JsonObject;
import java.time.ZoneId;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * What a published command's user sees: what was said, what it will be called, when it ends, where to look.
 *
 * @param command that was published
 * @param settings under which
 * @param endpoint that took it
 * @param eventId that EventBridge gave it
 * @param zone in which times are shown
 */
record Report(Command command, Settings settings, Endpoint endpoint, String eventId, ZoneId zone) {
    String text() {
        StringJoiner lines = new StringJoiner(System.lineSeparator());
        lines.add(line("published", command.type() + "  " + command.envelope().id()));
        switch (command) {
            case LaunchInstance launch -> {
                lines.add(line("name", launch.name().value()));
                launch.arrayOrder().ifPresent(array -> lines.add(line("array", array(launch, array))));
                lines.add(line("address", where(launch)));
                ssh(launch).ifPresent(way -> lines.add(line("ssh", way)));
                lines.add(line("ends", Ending.of(launch, zone)));
                Ending.costLimit(launch).ifPresent(limit -> lines.add(line("cost limit", limit)));
                Ending.whenDone(launch).ifPresent(then -> lines.add(line("when done", then)));
            }
            case ExtendInstance extend -> {
                lines.add(line("target", extend.target().toString()));
                lines.add(line("deadline", extended(extend)));
            }
            case TerminateInstance terminate ->
                lines.add(line("target", terminate.target().toString()));
            case StopInstance stop -> {
                lines.add(line("target", stop.target().toString()));
                lines.add(line("deadline", "stays: once it has passed, a stopped instance ends too"));
            }
            case HibernateInstance hibernate -> {
                lines.add(line("target", hibernate.target().toString()));
                lines.add(line("deadline", "stays: once it has passed, a hibernated instance ends too"));
            }
            case StartInstance start -> {
                lines.add(line("target", start.target().toString()));
                lines.add(line("deadline", "stays: the time it was stopped counts"));
            }
            case SubmitQueue submit -> {
                lines.add(line("queue", submit.queueId().value()));
                lines.add(line("results", results(submit.queueId()) + " (unless the file names a bucket)"));
            }
            case ResumeQueue resume -> {
                lines.add(line("queue", resume.queueId().value()));
                lines.add(line("runs", "what did not end well the last time; what is done is passed over"));
            }
            case CancelQueue cancel -> {
                lines.add(line("queue", cancel.queueId().value()));
                lines.add(line("kills", "what runs, within 30 s; jobs that run always are run then"));
            }
            case LaunchSweep sweep -> {
                lines.add(line("sweep", sweep.sweepId().value()));
                lines.add(line(
                        "at a time",
                        sweep.concurrent()
                                + (sweep.maxConcurrentPerZone() == null
                                        ? ""
                                        : ", " + sweep.maxConcurrentPerZone() + " in each zone")));
                lines.add(line("results", results(sweep.sweepId())));
                lines.add(line("end it", "spawn sweep cancel " + sweep.sweepId()));
            }
            case ResumeSweep resume -> {
                lines.add(line("sweep", resume.sweepId().value()));
                lines.add(line("runs", "the rows that are not done"));
            }
            case CancelSweep cancel -> {
                lines.add(line("sweep", cancel.sweepId().value()));
                lines.add(line("ends", "what lives of it; rows that are done stay done"));
            }
            case AddAlertDestination add -> {
                lines.add(line(
                        "alerts to",
                        add.destination() + ", " + add.to().type().wire() + " "
                                + add.to().target()));
                lines.add(line("on", AlertKind.words(add.kinds())));
                lines.add(line("try it", "spawn alerts test-destination " + add.destination()));
            }
            case RemoveAlertDestination remove -> lines.add(line("alerts to", remove.destination() + ": no more"));
            case TestAlertDestination test ->
                lines.add(line("alerts to", test.destination() + ": one now; the outcome says how it went"));
        }
        if (hasConsole()) {
            lines.add(line("follow", settings.bus().controlPlane().executionLink(execution())));
        }
        lines.add(line(
                "outcome",
                "aws stepfunctions describe-execution --region "
                        + settings.bus().region() + " --execution-arn " + execution()));
        return lines.toString();
    }

    private static String array(LaunchInstance launch, ArrayOrder array) {
        return array.size() + " instances, "
                + ArrayOrder.memberName(launch.name(), 0) + " to "
                + ArrayOrder.memberName(launch.name(), array.size() - 1)
                + (array.minViable() == array.size() ? ", all or none" : ", " + array.minViable() + " are enough")
                + (array.refill() ? "; interrupted ones are launched again" : "");
    }

    /** The command line knows the public domain alone: the outcome has the other one. */
    private String where(LaunchInstance launch) {
        NameZones zones = launch.placement().dns();
        boolean isArray = launch.arrayOrder().isPresent();
        if (zones == NameZones.NONE) {
            return "by IP only";
        }
        if (zones == NameZones.PRIVATE) {
            return isArray
                    ? "their names in the private zone, which InstanceReady says  (they resolve in its VPCs once they run)"
                    : "its name in the private zone, which InstanceReady says  (resolves in its VPCs once it runs)";
        }
        return address(launch)
                .map(address -> address
                        + (isArray
                                ? "  (any that runs; each by itself: " + ArrayOrder.memberName(launch.name(), 0)
                                        + address.substring(
                                                launch.name().value().length()) + " and on"
                                : "  (resolves once it runs")
                        + (zones == NameZones.BOTH ? "; in its VPCs, the private zone has it too)" : ")"))
                .orElse("by IP only: no domain is set (SPAWN_DOMAIN)");
    }

    /** Who gets in, for whoever has asked for a way or for a key: without one of the two it is nobody. */
    private static Optional<String> ssh(LaunchInstance launch) {
        String from = launch.placement().sshFrom();
        if (from != null) {
            return Optional.of("from " + from
                    + (launch.access().keyName() == null ? ", with a key that the image knows" : " alone")
                    + (Boolean.FALSE.equals(launch.placement().publicAddress()) ? "; by its private address" : ""));
        }
        return launch.access().keyName() == null
                        || !launch.placement().securityGroupIds().isEmpty()
                ? Optional.empty()
                : Optional.of("from nowhere: its security group lets nobody in (--ssh-from CIDR)"
                        + (launch.access().sessionManager() ? "; Session Manager does" : ""));
    }

    private String extended(ExtendInstance extend) {
        if (extend.by() != null) {
            return Ending.words(extend.by()) + (extend.shorten() ? " earlier" : " later") + " than it is now";
        }
        return extend.until() == null
                ? ""
                : Ending.moment(extend.until(), extend.envelope().at(), zone);
    }

    /** One line, for programs. */
    JsonObject json() {
        return JsonObject.builder()
                .put("id", command.envelope().id())
                .put("type", command.type())
                .put(
                        "name",
                        command instanceof LaunchInstance launch ? launch.name().value() : null)
                .put("target", target().map(Target::instance).orElse(null))
                .put("owner", target().map(Target::owner).orElse(null))
                .put("array", array().orElse(null))
                .put(
                        "queue",
                        command instanceof QueueCommand queue ? queue.queueId().value() : null)
                .put(
                        "sweep",
                        command instanceof SweepCommand sweep
                                ? sweep.sweepId().value()
                                : target().map(Target::sweep).orElse(null))
                .put(
                        "destination",
                        command instanceof AlertCommand alert
                                ? alert.destination().value()
                                : null)
                .put(
                        "address",
                        command instanceof LaunchInstance launch
                                ? address(launch).orElse(null)
                                : null)
                .put("execution", execution())
                .put("console", hasConsole() ? settings.bus().controlPlane().executionLink(execution()) : null)
                .put("eventId", eventId)
                .build();
    }

    /** The id of one that is launched, or what was given for one that is. */
    private Optional<String> array() {
        return command instanceof LaunchInstance launch
                ? launch.arrayOrder()
                        .map(_ -> ArrayId.of(
                                        launch.name(),
                                        launch.envelope().id(),
                                        launch.envelope().at())
                                .value())
                : target().map(Target::array);
    }

    private Optional<Target> target() {
        return switch (command) {
            case InstanceCommand instance -> Optional.of(instance.target());
            case LaunchInstance launch -> Optional.empty();
            case QueueCommand queue -> Optional.empty();
            case SweepCommand sweep -> Optional.empty();
            case AlertCommand alert -> Optional.empty();
        };
    }

    /** In the public zone; of an array, the name that its members share. */
    private Optional<String> address(LaunchInstance launch) {
        NameZones zones = launch.placement().dns();
        return settings.domain()
                .filter(_ -> zones == null || zones.isPublic())
                .map(domain -> DnsName.of(launch.name(), settings.bus().account(), domain)
                        .value());
    }

    private String results(QueueId queue) {
        return "s3://spawn-results-" + settings.bus().account() + "-"
                + settings.bus().region() + "/queues/" + queue + "/";
    }

    private String results(SweepId sweep) {
        return "s3://spawn-results-" + settings.bus().account() + "-"
                + settings.bus().region() + "/sweeps/" + sweep + "/";
    }

    private String execution() {
        boolean isMany = target().filter(Target::isMany).isPresent();
        return settings.bus()
                .controlPlane()
                .execution(isMany ? "spawn-each" : flow(), command.envelope().id());
    }

    private String flow() {
        return ControlPlane.flow(command.type())
                .orElseThrow(() -> new IllegalStateException(command.type() + " has no flow"));
    }

    /** A link to the console would lead to somebody else's account, or to none, where an emulator took the command. */
    private boolean hasConsole() {
        return !endpoint.isLoopback();
    }

    private static String line(String label, String text) {
        return label + " ".repeat(11 - label.length()) + text;
    }
}
