"""What local/try calls a whole story, and in which words it tells it."""

import unittest

from spawn_local.timeline import Line, Story, line_of

COMMAND = "01992c5e-7d0a-7c1e-9f3a-5b1d6a2e4c11"
INSTANCE = "i-0c5d"


def event(source: str, kind: str, **detail: object) -> dict:
    return {"source": source, "detail-type": kind, "detail": detail}


def control(kind: str, **detail: object) -> dict:
    return event("spawn.control", kind, correlationId=COMMAND, commandId=COMMAND, **detail)


def agent(kind: str, **detail: object) -> dict:
    source = f"spawn.agent/arn:aws:ec2:us-east-1:000000000000:instance/{INSTANCE}"
    return event(source, kind, instanceId=INSTANCE, **detail)


def state(name: str, instance: str = INSTANCE) -> dict:
    detail = {"instance-id": instance, "state": name}
    return {"source": "aws.ec2", "detail-type": "EC2 Instance State-change Notification", "detail": detail}


def whole_story() -> Story:
    story = Story(COMMAND)
    for heard in (
        event("spawn.cli", "LaunchInstance", id=COMMAND, name="demo"),
        control("InstanceLaunched", instanceId=INSTANCE, dnsName="demo.0.spore.host"),
        state("running"),
        agent("AgentStarted"),
        control("InstanceReady", instanceId=INSTANCE),
        agent("DeadlineWarning"),
        agent("DeadlineReached"),
        state("terminated"),
        control("InstanceExpired", instanceId=INSTANCE),
    ):
        assert story.hear(heard)
    story.address = story.dns_value = "203.0.113.17"
    story.dns_gone = story.row_closed = True
    story.ended_executions = 2
    return story


class StoryTest(unittest.TestCase):
    def test_lacks_nothing_when_all_of_it_happened(self):
        story = whole_story()

        self.assertEqual((story.missing(), story.repeated(), story.failure), ([], [], None))

    def test_names_each_thing_that_did_not_happen(self):
        for change, expected in (
            ({"states": ["running"]}, "terminated"),
            ({"dns_value": "203.0.113.18"}, "the DNS record with the instance's address"),
            ({"dns_gone": False}, "the DNS record gone"),
            ({"row_closed": False}, "the row"),
            ({"names_left": 1}, "the claim"),
            ({"running_executions": 1}, "every execution ended"),
            ({"ended_executions": 0}, "every execution ended"),
            ({"failed_executions": ["spawn-launch:x"]}, "every execution succeeded"),
            ({"instances_left": 1}, "no instance left"),
        ):
            with self.subTest(expected, **change):
                story = whole_story()
                for name, value in change.items():
                    setattr(story, name, value)

                missing = story.missing()

                self.assertEqual(len(missing), 1)
                self.assertTrue(missing[0].startswith(expected), missing)

    def test_names_every_event_that_did_not_come(self):
        for kind in [kind for kind in whole_story().counts]:
            with self.subTest(kind):
                story = whole_story()
                del story.counts[kind]

                self.assertEqual(len(story.missing()), 1)

    def test_counts_a_second_end(self):
        story = whole_story()
        story.hear(control("InstanceExpired", instanceId=INSTANCE))

        self.assertEqual(story.repeated(), ["InstanceExpired came 2 times"])

    def test_leaves_other_traffic_alone(self):
        story = whole_story()

        self.assertFalse(story.hear(state("terminated", "i-other")))
        self.assertFalse(story.hear(event("spawn.control", "InstanceReady", commandId="other", instanceId="i-other")))
        self.assertEqual(story.repeated(), [])

    def test_ends_with_the_reason_of_a_refusal(self):
        story = Story(COMMAND)
        story.hear(control("LaunchRejected", reason="the name demo is taken"))

        self.assertEqual(story.failure, "LaunchRejected: the name demo is taken")


class LineTest(unittest.TestCase):
    def test_tells_what_an_event_means(self):
        launched = control("InstanceLaunched", instanceId=INSTANCE, zone="us-east-1a", attempts=[{}])
        started = agent("AgentStarted", pid=4711, residentBytes=20_400_000)
        for heard, expected in (
            (launched, Line("control", "InstanceLaunched", "i-0c5d in us-east-1a, first candidate")),
            (started, Line("agent", "AgentStarted", "pid 4711, 20.4 MB")),
            (agent("DeadlineWarning", secondsLeft=15), Line("agent", "DeadlineWarning", "15 s left")),
            (control("InstanceReady"), Line("control", "InstanceReady", "outcome of 01992c5e")),
            (state("running"), Line("ec2", "running", INSTANCE)),
        ):
            with self.subTest(expected.event):
                self.assertEqual(line_of(heard), expected)
