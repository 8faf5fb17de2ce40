"""Event-to-record: from EC2's event to the record in the zone, one instance after the other, and a burst of events.

The clock starts when EC2's event reaches a queue of this bench, by that queue's own time stamp; it ends when the record
is in the zone, which is asked every 20 ms. The burst says "running" many times of a few instances that run and whose records
somebody has removed, all at once, and wants every event done, no letter given up, and every record right.
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

POLL_SECONDS = 0.02

# Each event that changed something is looked into twice, 20 s apart, and two cores do all of it.
LONGEST_BURST_SECONDS = 900


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench/dns", description="Event-to-record latency on the embedded cloud.")
    parser.add_argument("-n", type=int, default=20, help="starts of an instance, one after the other (default 20)")
    parser.add_argument("--cold", type=int, default=3, help="starts for which the function begins anew (default 3)")
    parser.add_argument("--burst", type=int, default=1000, help="state changes at once (default 1000; 0: none)")
    arguments = parser.parse_args()
    bench = Bench()
    try:
        bench.run(1)
        cold = [bench.start(cold=True) for _ in range(arguments.cold)]
        warm = [bench.start() for _ in range(arguments.n)]
        print(figures.HEADER)
        figures.show("event to record, cold", cold)
        figures.show("event to record, warm", warm)
        figures.against("cold", cold, 0.7)
        figures.against("warm", warm, 1.0)
        if cold and warm:
            print(f"cold / warm: {statistics.median(cold) / statistics.median(warm):.1f}")
        if arguments.burst:
            bench.burst(arguments.burst)
    finally:
        bench.close()
    return 0


class Bench:
    def __init__(self) -> None:
        self.ec2, self.events, self.functions, self.queues, self.zones = (
            boto3.client(service) for service in ("ec2", "events", "lambda", "sqs", "route53")
        )
        self.name = f"bench-dns-{uuid.uuid4().hex[:8]}"
        domain = os.environ["SPAWN_DOMAIN"]
        self.zone = next(
            zone["Id"] for zone in self.zones.list_hosted_zones()["HostedZones"] if zone["Name"] == f"{domain}."
        )
        account = boto3.client("sts").get_caller_identity()["Account"]
        self.under = f"{base36(int(account))}.{domain}"
        self.account = account
        self.queue = self.queues.create_queue(QueueName=self.name)["QueueUrl"]
        arn = self.queues.get_queue_attributes(QueueUrl=self.queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        self.events.put_rule(
            Name=self.name, EventPattern=json.dumps({"source": ["aws.ec2"], "detail": {"state": ["running"]}})
        )
        self.events.put_targets(Rule=self.name, Targets=[{"Id": "queue", "Arn": arn}])
        self.instances: list[str] = []

    def run(self, count: int) -> None:
        """Instances with a name each and nothing else: DNS asks for no more."""
        for _ in range(count):
            name = f"{self.name}-{len(self.instances)}.{self.under}"
            tags = [{"Key": "spawn", "Value": "true"}, {"Key": "spawn:dns", "Value": name}]
            self.instances += [
                instance["InstanceId"]
                for instance in self.ec2.run_instances(
                    ImageId="ami-12345678",
                    InstanceType="t3.micro",
                    MinCount=1,
                    MaxCount=1,
                    TagSpecifications=[{"ResourceType": "instance", "Tags": tags}],
                )["Instances"]
            ]
        for index in range(len(self.instances) - count, len(self.instances)):
            self._await_record(index, True)

    def start(self, cold: bool = False) -> float:
        """Seconds from EC2's word that the instance runs to its record."""
        instance = self.instances[0]
        self.ec2.stop_instances(InstanceIds=[instance])
        self._await_record(0, False)
        if cold:
            self.functions.update_function_configuration(FunctionName="spawn-dns", Description=f"cold {uuid.uuid4()}")
            self.functions.get_waiter("function_updated_v2").wait(FunctionName="spawn-dns")
        self._await_event(instance, drain=True)
        self.ec2.start_instances(InstanceIds=[instance])
        there = self._await_record(0, True)
        return there - self._await_event(instance)

    def burst(self, count: int) -> None:
        self.run(39)
        # What is right already could be seen by a function that throws every event away.
        for index in range(len(self.instances)):
            self._remove_record(index)
        began = time.time()
        entries = [
            {
                "Source": "aws.ec2",
                "DetailType": "EC2 Instance State-change Notification",
                "Detail": json.dumps({"instance-id": self.instances[i % len(self.instances)], "state": "running"}),
            }
            for i in range(count)
        ]
        for start in range(0, count, 10):
            answer = self.events.put_events(Entries=entries[start : start + 10])
            if answer["FailedEntryCount"]:
                raise SystemExit(f"bench/dns: the bus refused events: {answer['Entries']}")
        said = time.time()
        changes = self.queues.get_queue_url(QueueName="spawn-state-changes")["QueueUrl"]
        while self._waiting(changes) > 0:
            if time.time() - said > LONGEST_BURST_SECONDS:
                raise SystemExit(f"bench/dns: {self._waiting(changes)} events wait after {LONGEST_BURST_SECONDS} s")
            time.sleep(0.5)
        done = time.time()
        lost = self._waiting(self.queues.get_queue_url(QueueName="spawn-infrastructure-undelivered")["QueueUrl"])
        wrong = [index for index in range(len(self.instances)) if not self._is_right(index)]
        if lost or wrong:
            raise SystemExit(f"bench/dns: {lost} events given up, {len(wrong)} records wrong")
        print(
            f"{count} events of {len(self.instances)} instances, said in {said - began:.1f} s: none lost, every record"
            f" right, {done - said:.1f} s later"
        )

    def close(self) -> None:
        if self.instances:
            self.ec2.terminate_instances(InstanceIds=self.instances)
        self.events.remove_targets(Rule=self.name, Ids=["queue"])
        self.events.delete_rule(Name=self.name)
        self.queues.delete_queue(QueueUrl=self.queue)

    def _waiting(self, queue: str) -> int:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.queues.get_queue_attributes(QueueUrl=queue, AttributeNames=names)["Attributes"]
        return sum(int(found[name]) for name in names)

    def _record(self, index: int) -> str | None:
        name = f"{self.name}-{index}.{self.under}."
        found = self.zones.list_resource_record_sets(
            HostedZoneId=self.zone, StartRecordName=name, StartRecordType="A", MaxItems="1"
        )["ResourceRecordSets"]
        if found and found[0]["Name"] == name and found[0]["Type"] == "A":
            return found[0]["ResourceRecords"][0]["Value"]
        return None

    def _remove_record(self, index: int) -> None:
        name = f"{self.name}-{index}.{self.under}."
        found = self.zones.list_resource_record_sets(
            HostedZoneId=self.zone, StartRecordName=name, StartRecordType="A", MaxItems="2"
        )["ResourceRecordSets"]
        own = [{"Action": "DELETE", "ResourceRecordSet": record} for record in found if record["Name"] == name]
        self.zones.change_resource_record_sets(HostedZoneId=self.zone, ChangeBatch={"Changes": own})

    def _is_right(self, index: int) -> bool:
        described = self.ec2.describe_instances(InstanceIds=[self.instances[index]])
        return self._record(index) == described["Reservations"][0]["Instances"][0]["PublicIpAddress"]

    def _await_record(self, index: int, there: bool) -> float:
        until = time.time() + 90
        while time.time() < until:
            if (self._record(index) is not None) == there:
                return time.time()
            time.sleep(POLL_SECONDS)
        raise SystemExit(f"bench/dns: after 90 s the record of instance {index} is {'not there' if there else 'there'}")

    def _await_event(self, instance: str, drain: bool = False) -> float:
        until = time.time() + (1 if drain else 60)
        while time.time() < until:
            received = self.queues.receive_message(
                QueueUrl=self.queue,
                WaitTimeSeconds=0 if drain else 1,
                MaxNumberOfMessages=10,
                AttributeNames=["SentTimestamp"],
            )
            for message in received.get("Messages", []):
                self.queues.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
                if not drain and json.loads(message["Body"])["detail"]["instance-id"] == instance:
                    return int(message["Attributes"]["SentTimestamp"]) / 1000
        if drain:
            return 0.0
        raise SystemExit(f"bench/dns: no event of {instance} within 60 s; is the instance host up?")


def base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"


if __name__ == "__main__":
    sys.exit(main())
