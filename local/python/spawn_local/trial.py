"""local/try: one launch by the real command line, watched from the command to the instance's end.

It watches as any user could: by rules on the two buses, and by reading executions, records and rows. Nothing that it does
is needed for the launch, and all of it is removed afterwards.
"""

import contextlib
import datetime
import json
import queue
import shlex
import subprocess
import threading
import time
import uuid
from collections.abc import Iterator

from botocore.exceptions import BotoCoreError, ClientError

from spawn_local import cloud, emulator, host
from spawn_local.layout import ACCOUNT, BUS, REGION, ROOT, Layout, Problem, short
from spawn_local.report import say
from spawn_local.timeline import Line, Story, line_of

CLI = "cli/target/dist/bin/spawn"
LIFE_SECONDS = 60
LAUNCH = ["launch", "demo", "--instance-type", "t3.micro", "--ttl", f"{LIFE_SECONDS}s"]
# The life, the lifecycle's grace of 60 s in case the agent fails, and a machine under load.
PATIENCE_SECONDS = LIFE_SECONDS + 60 + 90
# A second InstanceExpired would come from a doubled event or a second keeper; both act within this time.
SETTLE_SECONDS = 2.0
# What is heard by a queue and what is seen by looking arrives a little out of order: so long a line waits for earlier ones.
ORDERING_SECONDS = 0.6


def run_trial(layout: Layout, keep: bool) -> int:
    before = cloud.read_state(layout)
    was_up = before is not None and cloud.is_up(layout, before)
    say(f"spawn on this machine: no account, no Docker{'':<30}log: {short(layout.log)}")
    kept = False
    try:
        state = cloud.up(layout)
        succeeded = _launch_and_watch(layout, state)
        kept = was_up or keep
        if succeeded and kept:
            say('  go on: eval "$(local/env)", then README, "Ten minutes with spawn"; local/down ends it')
        elif succeeded:
            say('  go on: local/try --keep, then README, "Ten minutes with spawn"')
        return 0 if succeeded else 1
    finally:
        # What was up before this trial is the user's, and stays.
        if not kept and not was_up:
            cloud.end(layout)


def _launch_and_watch(layout: Layout, state: cloud.State) -> bool:
    with _observer(state) as events:
        watch = _Watch(state, events)
        say(f"$ spawn {shlex.join(LAUNCH)}")
        command_id = _launch(state)
        story = watch.follow(command_id)
    return _summary(layout, state, story, watch)


def _launch(state: cloud.State) -> str:
    environment = {
        **emulator.client_environment(state.endpoint),
        "SPAWN_BUS": state.bus_arn,
        "SPAWN_DOMAIN": state.domain,
    }
    done = subprocess.run(
        [str(ROOT / CLI), *LAUNCH, "--json"], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise Problem(f"{CLI} {shlex.join(LAUNCH)} ended with {done.returncode}: {done.stderr.strip() or done.stdout.strip()}")
    try:
        return json.loads(done.stdout)["id"]
    except (ValueError, KeyError) as error:
        raise Problem(f"{CLI} --json printed no object with an id ({error}): {done.stdout.strip()!r}") from error


@contextlib.contextmanager
def _observer(state: cloud.State) -> Iterator["queue.Queue[tuple[float, dict]]"]:
    """A queue that hears both buses while the block runs: (time of arrival, event)."""
    name = f"spawn-try-{uuid.uuid4().hex[:8]}"
    sqs, rules = state.client("sqs"), state.client("events")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"
    heard: queue.Queue[tuple[float, dict]] = queue.Queue()
    stop = threading.Event()

    def receive() -> None:
        while not stop.is_set():
            try:
                messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", [])
            except (BotoCoreError, ClientError) as error:
                if not stop.is_set():
                    say(f"  (the timeline cannot be read: {error})")
                return
            now = time.time()
            for message in messages:
                heard.put((now, json.loads(message["Body"])))
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    made: list[str] = []
    try:
        for bus, pattern in {BUS: {"source": [{"prefix": "spawn."}]}, "default": {"source": ["aws.ec2"]}}.items():
            rules.put_rule(Name=name, EventBusName=bus, EventPattern=json.dumps(pattern))
            made.append(bus)
            rules.put_targets(Rule=name, EventBusName=bus, Targets=[{"Id": "timeline", "Arn": arn}])
        threading.Thread(target=receive, name="timeline", daemon=True).start()
        yield heard
    finally:
        stop.set()
        # The cloud may be gone by now, and the rules with it; where it stays, they must not.
        with contextlib.suppress(BotoCoreError, ClientError):
            for bus in made:
                rules.remove_targets(Rule=name, EventBusName=bus, Ids=["timeline"])
                rules.delete_rule(Name=name, EventBusName=bus)
            sqs.delete_queue(QueueUrl=url)


class _Watch:
    """Shows what happens as it happens, and keeps the story."""

    def __init__(self, state: cloud.State, events: "queue.Queue[tuple[float, dict]]"):
        self._state = state
        self._events = events
        self._machines = state.client("stepfunctions")
        self._records = state.client("route53")
        self._ec2 = state.client("ec2")
        self._tables = state.client("dynamodb")
        self._early: list[tuple[float, dict]] = []
        self._lines: list[tuple[float, Line]] = []
        self._zone = self._find_zone()
        self._intake_seen = False
        self._next_look = 0.0
        self.zero = time.time()
        self.ended_at: float | None = None
        self.heard = 0

    def follow(self, command_id: str) -> Story:
        story = Story(command_id)
        try:
            self._follow(story)
        finally:
            self._print(older_than=0)
        return story

    def _follow(self, story: Story) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        settled: float | None = None
        while time.monotonic() < deadline:
            self._take_events(story)
            self._print(older_than=ORDERING_SECONDS)
            if story.failure:
                return
            if time.monotonic() >= self._next_look:
                self._look(story)
                self._next_look = time.monotonic() + 0.25
            if story.missing():
                settled = None
            elif settled is None:
                settled = time.monotonic() + SETTLE_SECONDS
            elif time.monotonic() >= settled:
                return

    def _take_events(self, story: Story) -> None:
        try:
            arrived, event = self._events.get(timeout=0.1)
        except queue.Empty:
            return
        known = story.instance_id
        self._hear(story, arrived, event)
        if story.instance_id != known:
            # EC2's own events may overtake the one that tells which instance is ours.
            early, self._early = self._early, []
            for then, held in early:
                self._hear(story, then, held)

    def _hear(self, story: Story, arrived: float, event: dict) -> None:
        if not story.hear(event):
            self._early.append((arrived, event))
            return
        self.heard += 1
        line = line_of(event)
        at = _instant(event["detail"].get("at")) or arrived
        if line.event == "LaunchInstance":
            self.zero = at
        if line.event == "running":
            story.address = self._address(story)
            line = Line(line.source, line.event, story.address or "(no address)")
        elif line.source == "ec2":
            line = Line(line.source, line.event, "")
        if line.event == "terminated":
            self.ended_at = arrived
        self._show(at, line)

    def _show(self, at: float, line: Line) -> None:
        self._lines.append((at, line))

    def _print(self, older_than: float) -> None:
        self._lines.sort(key=lambda entry: entry[0])
        while self._lines and self._lines[0][0] <= time.time() - older_than:
            at, line = self._lines.pop(0)
            since = max(0.0, at - self.zero)
            print(f"  +{since:<6.2f} {line.source:<8} {line.event:<19} {line.meaning}".rstrip(), flush=True)

    def _look(self, story: Story) -> None:
        if story.address is None and "running" in story.states:
            story.address = self._address(story)
        if not self._intake_seen:
            started = self._execution_started("spawn-launch", story.command_id)
            if started is not None:
                self._intake_seen = True
                self._show(started, Line("control", "intake", f"started launch {story.command_id[:8]}"))
        if story.dns_name and not story.dns_gone:
            self._look_at_record(story)
        if "terminated" in story.states:
            self._look_at_what_is_left(story)

    def _execution_started(self, machine: str, name: str) -> float | None:
        arn = f"arn:aws:states:{REGION}:{ACCOUNT}:execution:{machine}:{name}"
        try:
            return self._machines.describe_execution(executionArn=arn)["startDate"].timestamp()
        except self._machines.exceptions.ExecutionDoesNotExist:
            return None

    def _find_zone(self) -> str | None:
        for zone in self._records.list_hosted_zones()["HostedZones"]:
            if zone["Name"].rstrip(".") == self._state.domain:
                return zone["Id"]
        return None

    def _look_at_record(self, story: Story) -> None:
        value = self._record(story.dns_name)
        if value is not None and value != story.dns_value:
            story.dns_value = value
            self._show(time.time(), Line("dns", "upsert", f"{story.dns_name} -> {value}"))
        elif value is None and story.dns_value is not None:
            story.dns_gone = True
            self._show(time.time(), Line("dns", "delete", str(story.dns_name)))

    def _record(self, name: str | None) -> str | None:
        if self._zone is None or name is None:
            return None
        found = self._records.list_resource_record_sets(HostedZoneId=self._zone, StartRecordName=name, StartRecordType="A")
        for record in found["ResourceRecordSets"]:
            if record["Name"].rstrip(".") == name and record["Type"] == "A":
                return record["ResourceRecords"][0]["Value"]
        return None

    def _address(self, story: Story) -> str | None:
        found = self._ec2.describe_instances(InstanceIds=[story.instance_id])["Reservations"]
        instance = found[0]["Instances"][0]
        return instance.get("PublicIpAddress") or instance.get("PrivateIpAddress")

    def _look_at_what_is_left(self, story: Story) -> None:
        row = self._tables.get_item(
            TableName="spawn-instances", Key={"instance_id": {"S": story.instance_id}}, ConsistentRead=True
        ).get("Item", {})
        story.row_closed = "closed_at" in row
        claim = self._tables.get_item(TableName="spawn-names", Key={"name": {"S": "demo"}}, ConsistentRead=True)
        story.names_left = 1 if claim.get("Item", {}).get("command_id", {}).get("S") == story.command_id else 0
        living = self._ec2.describe_instances(
            Filters=[
                {"Name": "tag:spawn:command", "Values": [story.command_id]},
                {"Name": "instance-state-name", "Values": ["pending", "running", "stopping", "stopped", "shutting-down"]},
            ]
        )["Reservations"]
        story.instances_left = sum(len(reservation["Instances"]) for reservation in living)
        statuses = self._executions()
        story.running_executions = sum(status == "RUNNING" for _, status in statuses)
        story.ended_executions = sum(status != "RUNNING" for _, status in statuses)
        story.failed_executions = [name for name, status in statuses if status not in ("RUNNING", "SUCCEEDED")]

    def _executions(self) -> list[tuple[str, str]]:
        """Every execution since the command. (An EXPRESS one, the intake, is not listed: on AWS neither.)"""
        found = []
        for machine in self._machines.list_state_machines()["stateMachines"]:
            if machine["type"] == "STANDARD":
                for execution in self._machines.list_executions(stateMachineArn=machine["stateMachineArn"])["executions"]:
                    if execution["startDate"].timestamp() >= self.zero - 1:
                        found.append((f"{machine['name']}:{execution['name']}", execution["status"]))
        return found


def _summary(layout: Layout, state: cloud.State, story: Story, watch: _Watch) -> bool:
    problems = [story.failure] if story.failure else [*(f"missing: {what}" for what in story.missing()), *story.repeated()]
    if not problems:
        deadline = _instant(story.deadline)
        lived = (watch.ended_at or 0.0) - (deadline - LIFE_SECONDS) if deadline else 0.0
        print(
            f"lived {lived:.1f} s of {LIFE_SECONDS} s · {story.ended_executions} executions, all ended · "
            f"{watch.heard} events · 0 records left · {story.instances_left} instances left"
        )
        return True
    say(f"\nlocal: not all of it happened (logs: {short(layout.log)}; local/logs NAME with --keep)")
    for problem in problems:
        say(f"  - {problem}")
    for name in story.failed_executions:
        say(f"  - {name}: {_cause(state, name)}")
    for line in _diagnosis(state, story):
        say(f"  - {line}")
    return False


def _cause(state: cloud.State, name: str) -> str:
    arn = f"arn:aws:states:{REGION}:{ACCOUNT}:execution:{name}"
    described = state.client("stepfunctions").describe_execution(executionArn=arn)
    return f"{described['status']} {described.get('error', '')} {described.get('cause', '')}".strip()


def _diagnosis(state: cloud.State, story: Story) -> list[str]:
    if not host.is_alive(state):
        return ["the instance host does not answer; see instance-host.log"]
    return [
        f"instance {one['name']} ({one['id']}) is {one['state']}, its folder {one['folder']}"
        for one in host.instances(state)
        if one["id"] == story.instance_id
    ]


def _instant(text: str | None) -> float | None:
    return datetime.datetime.fromisoformat(text).timestamp() if text else None
