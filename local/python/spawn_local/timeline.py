"""What is seen of one launch, in words, and whether all of it happened. No calls and no clock: only what is handed in."""

from dataclasses import dataclass, field
from typing import Any

Event = dict[str, Any]
# An outcome of our command that ends the story before it began.
_FAILURES = ("LaunchRejected", "LaunchFailed", "CommandRejected", "CommandFailed")


@dataclass(frozen=True)
class Line:
    source: str
    event: str
    meaning: str


def line_of(event: Event) -> Line:
    """One row of the timeline for an event as EventBridge delivers it."""
    source, kind, detail = event["source"], event["detail-type"], event["detail"]
    if source == "aws.ec2":
        return Line("ec2", detail.get("state") or detail.get("instance-action") or kind, detail.get("instance-id", ""))
    who = "agent" if source.startswith("spawn.agent/") else source.removeprefix("spawn.")
    return Line(who, kind, _meaning(kind, detail))


def _meaning(kind: str, detail: dict[str, Any]) -> str:
    match kind:
        case "LaunchInstance":
            kept = [detail.get("name"), detail.get("instanceType"), detail.get("ttl")]
            return ", ".join(str(part) for part in kept if part)
        case "InstanceLaunched":
            tried = len(detail.get("attempts") or [])
            which = "first candidate" if tried <= 1 else f"candidate {tried}"
            return f"{detail['instanceId']} in {detail.get('zone', '?')}, {which}"
        case "LaunchDelayed":
            return f"no capacity, tries again at {detail['nextAt'][11:19]}"
        case "InstanceReady":
            return f"outcome of {detail['commandId'][:8]}"
        case "AgentStarted":
            resident = detail.get("residentBytes")
            memory = f", {resident / 1e6:.1f} MB" if resident else ""
            return f"pid {detail.get('pid', '?')}{memory}{', again' if detail.get('restarted') else ''}"
        case "DeadlineWarning":
            return f"{detail.get('secondsLeft', '?')} s left"
        case "DeadlineReached":
            return "powers off"
        case "InstanceExpired" | "InstanceEnded":
            return f"{detail.get('keeper') or detail.get('cause')}: {detail.get('reason', '')}".rstrip(": ")
        case _:
            return str(detail.get("reason") or detail.get("target") or "")


@dataclass
class Story:
    """The facts of one launch. Everything is keyed by the command's id, so that other traffic does not disturb it."""

    command_id: str
    instance_id: str | None = None
    address: str | None = None
    dns_name: str | None = None
    dns_value: str | None = None
    dns_gone: bool = False
    deadline: str | None = None
    states: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    failure: str | None = None
    row_closed: bool = False
    running_executions: int = 0
    failed_executions: list[str] = field(default_factory=list)
    ended_executions: int = 0
    instances_left: int = 0
    names_left: int = 0

    def hear(self, event: Event) -> bool:
        """Takes an event in; False when it is about something else. An event may come before the one that names us."""
        kind, detail = event["detail-type"], event["detail"]
        if event["source"] == "aws.ec2":
            if detail.get("instance-id") != self.instance_id:
                return False
            if detail.get("state"):
                self.states.append(detail["state"])
            return True
        ours = self.command_id in (detail.get("commandId"), detail.get("id"), detail.get("correlationId"))
        if not ours and (self.instance_id is None or detail.get("instanceId") != self.instance_id):
            return False
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if kind == "InstanceLaunched":
            self.instance_id = detail["instanceId"]
            self.deadline = detail.get("deadline")
            self.dns_name = detail.get("dnsName", self.dns_name)
        elif kind in _FAILURES:
            self.failure = f"{kind}: {detail.get('reason', 'no reason given')}"
        return True

    def missing(self) -> list[str]:
        """What has not happened (yet), in the order in which it should."""
        dns_right = self.dns_value is not None and self.dns_value == self.address
        checks = [
            (self.counts.get("LaunchInstance", 0) > 0, "LaunchInstance on the bus"),
            (self.counts.get("InstanceLaunched", 0) > 0, "InstanceLaunched"),
            ("running" in self.states, "running (EC2)"),
            (dns_right, f"the DNS record with the instance's address (record {self.dns_value}, instance {self.address})"),
            (self.counts.get("AgentStarted", 0) > 0, "AgentStarted"),
            (self.counts.get("InstanceReady", 0) > 0, "InstanceReady"),
            (self.counts.get("DeadlineWarning", 0) > 0, "DeadlineWarning"),
            (self.counts.get("DeadlineReached", 0) > 0, "DeadlineReached"),
            ("terminated" in self.states, "terminated (EC2)"),
            (self.dns_gone, "the DNS record gone"),
            (self.counts.get("InstanceExpired", 0) > 0, "InstanceExpired"),
            (self.row_closed, "the row in spawn-instances closed"),
            (self.names_left == 0, "the claim of the name released"),
            (self.ended_executions > 0 and self.running_executions == 0, f"every execution ended ({self.running_executions} run)"),
            (not self.failed_executions, f"every execution succeeded (not: {', '.join(self.failed_executions)})"),
            (self.instances_left == 0, f"no instance left ({self.instances_left} live)"),
        ]
        return [name for happened, name in checks if not happened]

    def repeated(self) -> list[str]:
        """What happened more often than it may."""
        once = ("InstanceLaunched", "InstanceReady", "InstanceExpired")
        return [f"{kind} came {self.counts[kind]} times" for kind in once if self.counts.get(kind, 0) > 1]
