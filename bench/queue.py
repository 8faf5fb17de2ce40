"""What a queue costs beyond its jobs, on the embedded cloud: jobs of no work, in the shapes whose figures are promised.

All times come from the histories of the queue's own machines: a job is ready when its task is scheduled, begun when a
worker has taken it, and over when the answer is in. The workers are up before a queue is timed: the first job of each is
left out, and so is the launch. The ratio is to the bare minimum, a state machine of as many Pass states.
"""

import argparse
import base64
import gzip
import json
import os
import sys
import time
import uuid

import boto3

import figures

POLL_SECONDS = 1.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench/queue", description="Queue latency on the embedded cloud.")
    parser.add_argument("--chain", type=int, default=20, help="jobs one after the other (default 20)")
    parser.add_argument("--parallel", type=int, default=100, help="jobs side by side (default 100)")
    parser.add_argument("--many", type=int, default=0, help="jobs of a large queue, in layers of 20 (default: none)")
    parser.add_argument("--slots", type=int, default=4, help="jobs at a time (default 4)")
    arguments = parser.parse_args()
    bench = Bench(arguments.slots)
    chain = [job("warm")] + [job(f"c{i}", [f"c{i - 1}" if i else "warm"]) for i in range(arguments.chain)]
    times = bench.run("chain", chain)
    waits = [begun - ready for name, (ready, begun, _) in times.items() if name != "warm"]
    print(figures.line("ready to begun, slots idle", waits))
    whole = times[f"c{arguments.chain - 1}"][2] - times["warm"][2]
    print(f"a chain of {arguments.chain}, from its first job to its last: {whole:.1f} s, {whole / arguments.chain * 1000:.0f} ms a job")
    parallel = [job("warm")] + [job(f"p{i}", ["warm"]) for i in range(arguments.parallel)]
    times = bench.run("parallel", parallel)
    whole = max(over for _, _, over in times.values()) - times["warm"][2]
    print(f"{arguments.parallel} side by side on {arguments.slots} slots: {whole:.1f} s")
    if arguments.many:
        many = [job(f"m{i}", [f"m{i - 20}", f"m{i - 20 - i % 20 + (i + 1) % 20}"] if i >= 20 else []) for i in range(arguments.many)]
        began = time.monotonic()
        bench.run("many", many, slots=16)
        print(f"{arguments.many} jobs in layers of 20, each after two: {time.monotonic() - began:.0f} s, the launch included")
    return 0


def job(name: str, after: list[str] | None = None) -> dict:
    return {"job_id": name, "command": "true", "timeout": "1m", "depends_on": sorted(set(after or []))}


class Bench:
    def __init__(self, slots: int) -> None:
        self.bus = os.environ["SPAWN_BUS"]
        self.slots = slots
        self.events, self.flows, self.tables = (boto3.client(name) for name in ("events", "stepfunctions", "dynamodb"))

    def run(self, shape: str, jobs: list[dict], slots: int | None = None) -> dict[str, tuple[float, float, float]]:
        queue = f"bench-{shape}-{uuid.uuid4().hex[:6]}"
        run = f"{queue}-1"
        file = {
            "queue_id": queue,
            "jobs": jobs,
            "workers": {"instance_type": "t3.micro", "slots": slots or self.slots},
        }
        detail = {
            "version": 1,
            "id": run,
            "correlationId": run,
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "queueId": queue,
            "owner": "bench",
            "queue": base64.b64encode(gzip.compress(json.dumps(file).encode())).decode(),
        }
        entry = {
            "EventBusName": self.bus,
            "Source": "spawn.cli",
            "DetailType": "SubmitQueue",
            "Detail": json.dumps(detail),
        }
        answer = self.events.put_events(Entries=[entry])
        if answer["FailedEntryCount"]:
            raise SystemExit(f"bench/queue: the bus refused it: {answer['Entries']}")
        item = self._ended(run)
        if item["status"]["S"] != "completed":
            raise SystemExit(f"bench/queue: {queue} ended as {item['status']['S']}: {item.get('reason', {}).get('S')}")
        return self._times(run, item["hash"]["S"])

    def _ended(self, run: str) -> dict:
        while True:
            item = self.tables.get_item(
                TableName="spawn-queues", Key={"run_id": {"S": run}, "item": {"S": "queue"}}, ConsistentRead=True
            ).get("Item", {})
            if item.get("status", {}).get("S") in ("completed", "failed"):
                return item
            time.sleep(POLL_SECONDS)

    def _times(self, run: str, hashed: str) -> dict[str, tuple[float, float, float]]:
        """Of each job, when it was ready, begun and over: seconds since 1970."""
        execution = self.bus.replace(":events:", ":states:").replace(
            "event-bus/spawn", f"execution:spawn-q-{hashed}-main:{run}"
        )
        by_event: dict[int, str] = {}
        times: dict[str, list[float]] = {}
        pages = self.flows.get_paginator("get_execution_history").paginate(executionArn=execution)
        for event in (event for page in pages for event in page["events"]):
            at = event["timestamp"].timestamp()
            if event["type"] == "ActivityScheduled":
                name = json.loads(event["activityScheduledEventDetails"]["input"])["job"]
                times[name] = [at]
            elif event["type"] in ("ActivityStarted", "ActivitySucceeded"):
                name = by_event[event["previousEventId"]]
                times[name].append(at)
            else:
                continue
            by_event[event["id"]] = name
        return {name: (values[0], values[1], values[-1]) for name, values in times.items()}


if __name__ == "__main__":
    sys.exit(main())
