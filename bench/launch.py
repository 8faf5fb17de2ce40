"""Command-to-RunInstances and command-to-running, cold and warm apart, p50 and p95 over N launches.

The clock starts just before PutEvents. RunInstances is over when the execution's history says that its step is; running
is when EC2's event reaches a queue. One machine, one clock. Cold means that every function starts a new process: its
configuration was changed just before, as a deployment does. One launch at a time: the next begins when the instance is
ready, because here it boots on the same two cores that the next launch is to be timed on.
"""

import argparse
import json
import os
import statistics
import sys
import time
import uuid

import boto3

import figures

# Seldom: times come from the history itself, and every question is answered by the process that is being timed.
POLL_SECONDS = 1.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench/launch", description="Launch latency on the embedded cloud.")
    parser.add_argument("-n", type=int, default=20, help="warm launches (default 20)")
    parser.add_argument("--cold", type=int, default=3, help="cold launches (default 3)")
    arguments = parser.parse_args()
    bench = Bench()
    try:
        cold = [bench.launch(cold=True) for _ in range(arguments.cold)]
        bench.launch()
        warm = [bench.launch() for _ in range(arguments.n)]
    finally:
        bench.close()
    print(figures.HEADER)
    for name, runs in (("cold", cold), ("warm", warm)):
        for index, what in enumerate(("the launch flow", "RunInstances", "running")):
            figures.show(f"command to {what}, {name}", [run[index] for run in runs])
    if cold and warm:
        ratio = statistics.median(run[1] for run in cold) / statistics.median(run[1] for run in warm)
        print(f"cold / warm, to RunInstances: {ratio:.1f}")
    return 0


class Bench:
    def __init__(self) -> None:
        self.bus = os.environ["SPAWN_BUS"]
        self.events, self.flows, self.functions, self.queues = (
            boto3.client(service) for service in ("events", "stepfunctions", "lambda", "sqs")
        )
        self.name = f"spawn-bench-{uuid.uuid4().hex[:8]}"
        self.queue = self.queues.create_queue(QueueName=self.name)["QueueUrl"]
        attributes = self.queues.get_queue_attributes(QueueUrl=self.queue, AttributeNames=["QueueArn"])["Attributes"]
        for bus, pattern in (
            ("default", {"source": ["aws.ec2"], "detail": {"state": ["running"]}}),
            (self.bus, {"source": ["spawn.control"], "detail-type": ["InstanceReady"]}),
        ):
            self.events.put_rule(Name=self.name, EventBusName=bus, EventPattern=json.dumps(pattern))
            target = {"Id": "queue", "Arn": attributes["QueueArn"]}
            self.events.put_targets(Rule=self.name, EventBusName=bus, Targets=[target])
        self.instances: list[str] = []
        self.arrived: dict[tuple[str, str], float] = {}

    def launch(self, cold: bool = False) -> tuple[float, float, float]:
        """Seconds from the command to the start of its flow, to RunInstances, to running."""
        if cold:
            self._cool_down()
        command = str(uuid.uuid4())
        detail = {
            "version": 1,
            "id": command,
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "name": f"bench-{command[:8]}",
            "owner": "bench",
            "instanceType": "t3.micro",
            "ttl": "10m",
        }
        entry = {"EventBusName": self.bus, "Source": "spawn.cli", "DetailType": "LaunchInstance"}
        start = time.time()
        answer = self.events.put_events(Entries=[{**entry, "Detail": json.dumps(detail)}])
        if answer["FailedEntryCount"]:
            raise SystemExit(f"bench/launch: the bus refused the command: {answer['Entries']}")
        started, ran, instance = self._await_run_instances(command)
        self.instances.append(instance)
        running = self._await_message(instance, "EC2 Instance State-change Notification")
        self._await_message(instance, "InstanceReady")
        return started - start, ran - start, running - start

    def close(self) -> None:
        for instance in self.instances:
            boto3.client("ec2").terminate_instances(InstanceIds=[instance])
        for bus in ("default", self.bus):
            self.events.remove_targets(Rule=self.name, EventBusName=bus, Ids=["queue"])
            self.events.delete_rule(Name=self.name, EventBusName=bus)
        self.queues.delete_queue(QueueUrl=self.queue)

    def _cool_down(self) -> None:
        for page in self.functions.get_paginator("list_functions").paginate():
            for function in page["Functions"]:
                if function["FunctionName"].startswith("spawn-"):
                    self.functions.update_function_configuration(
                        FunctionName=function["FunctionName"], Description=f"cold {uuid.uuid4()}"
                    )
                    self.functions.get_waiter("function_updated_v2").wait(FunctionName=function["FunctionName"])

    def _await_run_instances(self, command: str) -> tuple[float, float, str]:
        arn = self.bus.replace(":events:", ":states:").replace("event-bus/spawn", f"execution:spawn-launch:{command}")
        until = time.time() + 60
        while time.time() < until:
            time.sleep(POLL_SECONDS)
            try:
                history = self.flows.get_execution_history(executionArn=arn, maxResults=1000)["events"]
            except self.flows.exceptions.ExecutionDoesNotExist:
                history = []
            for event in history:
                exited = event.get("stateExitedEventDetails", {})
                if exited.get("name") == "Run the instance":
                    answer = json.loads(exited["output"])
                    payload = answer.get("Payload", answer)
                    return history[0]["timestamp"].timestamp(), event["timestamp"].timestamp(), payload["instanceId"]
        raise SystemExit(f"bench/launch: no instance within 60 s; look at {arn}")

    def _await_message(self, instance: str, detail_type: str) -> float:
        until = time.time() + 60
        while time.time() < until:
            received = self.queues.receive_message(
                QueueUrl=self.queue, WaitTimeSeconds=1, MaxNumberOfMessages=10, AttributeNames=["SentTimestamp"]
            )
            for message in received.get("Messages", []):
                event = json.loads(message["Body"])
                of = event["detail"].get("instance-id", event["detail"].get("instanceId"))
                self.arrived[of, event["detail-type"]] = int(message["Attributes"]["SentTimestamp"]) / 1000
                self.queues.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
            if (instance, detail_type) in self.arrived:
                return self.arrived[instance, detail_type]
        raise SystemExit(f"bench/launch: no {detail_type} of {instance} within 60 s; is the instance host up?")


if __name__ == "__main__":
    sys.exit(main())
