"""A sweep of rows that do next to nothing, on the embedded cloud: that none is lost, that no more live than may, how long it takes.

How many live is asked of EC2, every half second, while it runs; the table has when each row began and ended.
"""

import argparse
import base64
import collections
import datetime
import gzip
import json
import os
import statistics
import sys
import time
import uuid

import boto3

POLL_SECONDS = 0.5


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench/sweep", description="A sweep on the embedded cloud.")
    parser.add_argument("--rows", type=positive, default=300, help="(default 300)")
    parser.add_argument("--max-concurrent", type=positive, default=10, help="(default 10)")
    arguments = parser.parse_args()
    bus = os.environ["SPAWN_BUS"]
    events, tables, ec2 = (boto3.client(name) for name in ("events", "dynamodb", "ec2"))
    sweep = f"bench-{uuid.uuid4().hex[:6]}"
    file = {
        "defaults": {"instance_type": "t3.micro", "ttl": "1h", "command": "true"},
        "grid": {"n": list(range(arguments.rows))},
    }
    detail = {
        "version": 1,
        "id": f"{sweep}-1",
        "correlationId": f"{sweep}-1",
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "sweepId": sweep,
        "name": "bench",
        "owner": "bench",
        "sweep": base64.b64encode(gzip.compress(json.dumps(file).encode())).decode(),
        "maxConcurrent": arguments.max_concurrent,
    }
    answer = events.put_events(
        Entries=[{"EventBusName": bus, "Source": "spawn.cli", "DetailType": "LaunchSweep", "Detail": json.dumps(detail)}]
    )
    if answer["FailedEntryCount"]:
        raise SystemExit(f"bench/sweep: the bus refused it: {answer['Entries']}")
    began, most = time.monotonic(), 0
    while True:
        item = tables.get_item(
            TableName="spawn-sweeps", Key={"sweep_id": {"S": sweep}, "item": {"S": "sweep"}}, ConsistentRead=True
        ).get("Item", {})
        if item.get("status", {}).get("S") in ("completed", "failed"):
            break
        most = max(most, living(ec2, sweep))
        time.sleep(POLL_SECONDS)
    took = time.monotonic() - began
    rows = of(tables, sweep)
    counts = collections.Counter(row["status"]["S"] if "status" in row else "without an outcome" for row in rows)
    lasted = sorted(at(row["ended_at"]["S"]) - at(row["begun_at"]["S"]) for row in rows if "ended_at" in row)
    print(f"{arguments.rows} rows, {arguments.max_concurrent} at a time: {took:.0f} s, {item['status']['S']}, {dict(counts)}")
    print(f"the most that lived at a time, asked of EC2: {most} of {arguments.max_concurrent}")
    if lasted:
        print(f"a row, from its beginning to its end: p50 {statistics.median(lasted):.1f} s, max {lasted[-1]:.1f} s, n {len(lasted)}")
        # So many places, each taken by the next row the moment the last one has ended: no sweep is faster.
        places = min(arguments.max_concurrent, arguments.rows)
        mean = statistics.mean(lasted)
        rate, bound = len(lasted) / took, places / mean
        print(f"rows a second: {rate:.3f} of {bound:.3f}, which {places} places allow at {mean:.1f} s a row: {rate / bound:.0%}")
    return 0 if counts == {"done": arguments.rows} and most <= arguments.max_concurrent else 1


def positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number}: at least 1")
    return number


def living(ec2, sweep: str) -> int:
    pages = ec2.get_paginator("describe_instances").paginate(
        Filters=[
            {"Name": "tag:spawn:sweep-id", "Values": [sweep]},
            {"Name": "instance-state-name", "Values": ["pending", "running", "stopping", "stopped"]},
        ]
    )
    return sum(len(reservation["Instances"]) for page in pages for reservation in page["Reservations"])


def of(tables, sweep: str) -> list[dict]:
    pages = tables.get_paginator("query").paginate(
        TableName="spawn-sweeps",
        ConsistentRead=True,
        KeyConditionExpression="sweep_id = :sweep AND begins_with(#item, :rows)",
        ExpressionAttributeNames={"#item": "item"},
        ExpressionAttributeValues={":sweep": {"S": sweep}, ":rows": {"S": "row#"}},
    )
    return [item for page in pages for item in page["Items"]]


def at(instant: str) -> float:
    return datetime.datetime.fromisoformat(instant.replace("Z", "+00:00")).timestamp()


if __name__ == "__main__":
    sys.exit(main())
