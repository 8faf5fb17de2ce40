"""What a page of the dashboard takes and weighs with many instances in the deployed tables.

Writes rows of instances that there are not and of a sweep that ran nothing, looks at each widget, and takes all of it away
again. The reaper would find them amiss: it looks every four minutes, and this takes less than one. Two times are told: what the function says that it took
itself, and what a caller waited. On the embedded cloud DynamoDB Local and the function share this machine's cores.

    bench/widgets [INSTANCES [LOOKS]]
"""

import datetime
import hashlib
import json
import os
import statistics
import sys
import time

import boto3
from botocore.config import Config

ENDPOINT = os.environ["AWS_ENDPOINT_URL"]
WIDGETS = ("instances", "timeline", "queues", "sweeps", "launches", "availability", "spending")
LIMIT_MILLIS = 300
LIMIT_BYTES = 200_000


def client(service: str):
    return boto3.client(service, endpoint_url=ENDPOINT, config=Config(retries={"total_max_attempts": 1}, read_timeout=120))


def instance_id(number: int) -> str:
    """As random as EC2's are: the table is read in parts, by their first digits."""
    return "i-" + hashlib.sha256(f"bench {number}".encode()).hexdigest()[:17]


def row(number: int, now: datetime.datetime) -> dict:
    def ago(minutes: float) -> str:
        return (now - datetime.timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")

    values = {
        "instance_id": instance_id(number),
        "name": f"bench-{number}",
        "owner": "bench",
        "state": "running",
        "deadline": ago(-60 - number),
        "dns_name": f"bench-{number}.1kpqzg2c.spore.host",
        "instance_type": "c7i.large",
        "zone": "us-east-1a",
        "market": "on-demand",
        "launched_at": ago(150),
        "lived": f"pending {ago(150)}, running {ago(149)}",
        "price_per_hour": "0.08925",
        "volume_price_per_hour": "0.000877",
        "agent_started_at": ago(148),
        "agent_heard_at": ago(12),
        "agent_version": "0.1.0",
        "command_id": f"bench-{number}",
        "correlation_id": f"bench-{number}",
        "template_hash": "0" * 64,
        "unclosed": "yes",
    }
    return text(values) | numbers({"version": 7})


def sweep_items(rows: int, now: datetime.datetime) -> list[dict]:
    """A sweep of which every row has ended, as spawn writes them; the newest there is, so that the page shows it."""

    def ago(minutes: float) -> str:
        return (now - datetime.timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")

    whole = {
        "item": "sweep",
        "run_id": "bench-1",
        "command_type": "LaunchSweep",
        "correlation_id": "bench-1",
        "status": "completed",
        "on_failure": "continue",
        "started_at": ago(-1),
        "ended_at": ago(-2),
    }
    items = [text(whole) | numbers({"run": 1, "row_count": rows, "max_concurrent": 10, "version": 9})]
    for index in range(rows):
        row = {
            "item": f"row#{index:05d}",
            "name": f"bench-000000-{index}",
            "status": "done",
            "reason": "its command ended with 0",
            "instance_id": instance_id(index),
            "cost": "0.000196",
            "work": "ends_with_it",
            "end_cause": "command",
            "token": "c0e36a73-cd0b-49e5-82ff-b02130fbe6a6",
            "begun_at": ago(40),
            "launch_at": ago(40),
            "ended_at": ago(39),
        }
        counted = {"run": 1, "version": 8, "row_index": index, "exit_code": 0, "expires_at_epoch_seconds": 1835086926}
        items.append(text(row) | numbers(counted))
    return [{"sweep_id": {"S": "bench-000000"}} | item for item in items]


def text(values: dict[str, str]) -> dict:
    return {name: {"S": value} for name, value in values.items()}


def numbers(values: dict[str, int]) -> dict:
    return {name: {"N": str(value)} for name, value in values.items()}


def write(dynamodb, table: str, requests: list[dict]) -> None:
    for start in range(0, len(requests), 25):
        left = {table: requests[start : start + 25]}
        while left:
            left = dynamodb.batch_write_item(RequestItems=left)["UnprocessedItems"]


def deleted(item: dict, *key: str) -> dict:
    return {"DeleteRequest": {"Key": {name: item[name] for name in key}}}


def look(functions, widget: str) -> tuple[float, int]:
    event = {"widget": widget, "widgetContext": {"theme": "light", "width": 1200}}
    began = time.monotonic()
    answer = functions.invoke(FunctionName="spawn-widgets", Payload=json.dumps(event).encode())
    payload = answer["Payload"].read()
    if answer.get("FunctionError"):
        raise SystemExit(f"{widget} failed: {payload.decode()}")
    return (time.monotonic() - began) * 1000, len(json.loads(payload).encode())


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    looks = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    now = datetime.datetime.now(datetime.timezone.utc)
    dynamodb, functions = client("dynamodb"), client("lambda")
    rows = [row(number, now) for number in range(count)]
    sweep = sweep_items(count, now)
    write(dynamodb, "spawn-instances", [{"PutRequest": {"Item": item}} for item in rows])
    write(dynamodb, "spawn-sweeps", [{"PutRequest": {"Item": item}} for item in sweep])
    missed = 0
    try:
        for widget in WIDGETS:
            # Warm: the first looks load classes and connections.
            for _ in range(5):
                look(functions, widget)
            seen = [look(functions, widget) for _ in range(looks)]
            millis = sorted(took for took, _ in seen)
            size = seen[-1][1]
            good = statistics.median(millis) < LIMIT_MILLIS and size < LIMIT_BYTES
            missed += not good
            print(
                f"{widget:<14} median {statistics.median(millis):6.0f} ms   slowest {millis[-1]:6.0f} ms   "
                f"{size / 1000:6.1f} KB   {'' if good else 'ABOVE the limit'}"
            )
    finally:
        write(dynamodb, "spawn-instances", [deleted(item, "instance_id") for item in rows])
        write(dynamodb, "spawn-sweeps", [deleted(item, "sweep_id", "item") for item in sweep])
    print(f"{count} instances, a sweep of {count} rows, {looks} looks each; limits {LIMIT_MILLIS} ms and {LIMIT_BYTES // 1000} KB")
    return 1 if missed else 0


sys.exit(main())
