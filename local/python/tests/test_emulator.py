"""The plug-ins inside a running LocalStack: what AWS's own interfaces say about functions and stacks."""

import json
import threading
import time
import unittest
import uuid

import psutil
from botocore.exceptions import ClientError, WaiterError

from spawn_local import processes
from tests import cloud, probe

ROLE = "arn:aws:iam::000000000000:role/probe"


def tearDownModule() -> None:
    cloud.close()


def deployed(handler: str = "Probe", timeout: int = 20, memory: int = 256, **variables: str) -> str:
    """The name of a new function."""
    name = f"probe-{uuid.uuid4().hex[:8]}"
    functions = cloud.cloud().client("lambda")
    functions.create_function(
        FunctionName=name,
        Runtime="java25" if "java25" in functions.meta.service_model.shape_for("Runtime").enum else "java21",
        Role=ROLE,
        Handler=handler,
        Code={"ZipFile": probe.archive()},
        Timeout=timeout,
        MemorySize=memory,
        Environment={"Variables": variables},
    )
    functions.get_waiter("function_active_v2").wait(FunctionName=name)
    return name


def invoked(name: str, payload: object) -> tuple[dict, object]:
    answer = cloud.cloud().client("lambda").invoke(FunctionName=name, Payload=json.dumps(payload), LogType="Tail")
    return answer, json.loads(answer["Payload"].read())


def ended(execution: str) -> tuple[str, str | None]:
    """Status and output of an execution, once it has ended."""
    machines = cloud.cloud().client("stepfunctions")
    wait = threading.Event()
    for _ in range(300):
        described = machines.describe_execution(executionArn=execution)
        if described["status"] != "RUNNING":
            break
        wait.wait(0.1)
    return described["status"], described.get("output")


class FunctionTest(unittest.TestCase):
    def test_answers_with_its_context_and_the_endpoint_of_this_cloud(self):
        name = deployed(PROBE_VARIABLE="set")

        _, context = invoked(name, "context")

        self.assertEqual((context["function"], context["variable"]), (name, "set"))
        self.assertEqual(context["home"], cloud.cloud().endpoint)

    def test_writes_into_cloudwatch_logs(self):
        name = deployed()
        invoked(name, "hello from the probe")
        logs = cloud.cloud().client("logs")

        def messages() -> list[str]:
            try:
                found = logs.filter_log_events(logGroupName=f"/aws/lambda/{name}")
            except logs.exceptions.ResourceNotFoundException:
                return []
            return [event["message"] for event in found["events"]]

        wait = threading.Event()
        for _ in range(100):
            if any("hello from the probe" in message for message in messages()):
                return
            wait.wait(0.05)
        self.fail(f"the log holds {messages()}")

    def test_names_errors_as_lambda_does(self):
        name = deployed()
        for payload, error_type in {"throw": "Probe$Wanted", "exit": "Runtime.ExitError"}.items():
            with self.subTest(payload):
                answer, error = invoked(name, payload)

                self.assertEqual(answer["FunctionError"], "Unhandled")
                self.assertEqual(error["errorType"], error_type)

    def test_cuts_a_hanging_function_and_goes_on(self):
        name = deployed(timeout=1)

        _, error = invoked(name, "hang")
        _, next_answer = invoked(name, "hello")

        self.assertEqual(error["errorType"], "Sandbox.Timedout")
        self.assertEqual(next_answer, "done")

    def test_answers_an_init_error(self):
        name = deployed(PROBE_FAIL="init")

        answer, error = invoked(name, "hello")

        self.assertEqual(answer["FunctionError"], "Unhandled")
        self.assertEqual(error["errorType"], "java.lang.ExceptionInInitializerError")

    def test_ends_the_processes_of_a_deleted_function(self):
        name = deployed()
        _, context = invoked(name, "context")

        cloud.cloud().client("lambda").delete_function(FunctionName=name)

        psutil.wait_procs([psutil.Process(context["pid"])] if psutil.pid_exists(context["pid"]) else [], timeout=5)
        self.assertFalse(psutil.pid_exists(context["pid"]))

    def test_step_functions_sees_the_error_by_its_name(self):
        name = deployed()
        machines = cloud.cloud().client("stepfunctions")
        definition = {
            "QueryLanguage": "JSONata",
            "StartAt": "Call",
            "States": {
                "Call": {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::lambda:invoke",
                    "Arguments": {"FunctionName": name, "Payload": "throw"},
                    "Catch": [{"ErrorEquals": ["Probe$Wanted"], "Output": "{% 'caught' %}", "Next": "End"}],
                    "Next": "End",
                },
                "End": {"Type": "Succeed"},
            },
        }
        machine = machines.create_state_machine(name=name, definition=json.dumps(definition), roleArn=ROLE)
        execution = machines.start_execution(stateMachineArn=machine["stateMachineArn"])["executionArn"]

        self.assertEqual(ended(execution), ("SUCCEEDED", '"caught"'))


class RecordsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.zones = cloud.cloud().client("route53")
        self.domain = f"zone-{uuid.uuid4().hex[:8]}.example"
        self.zone = self.zones.create_hosted_zone(Name=self.domain, CallerReference=self.domain)["HostedZone"]["Id"]

    def change(self, *changes: tuple[str, str, str]) -> None:
        batch = [
            {
                "Action": action,
                "ResourceRecordSet": {
                    "Name": f"{name}.{self.domain}.",
                    "Type": "A",
                    "TTL": 60,
                    "ResourceRecords": [{"Value": address}],
                },
            }
            for action, name, address in changes
        ]
        self.zones.change_resource_record_sets(HostedZoneId=self.zone, ChangeBatch={"Changes": batch})

    def refused(self, *changes: tuple[str, str, str]) -> None:
        with self.assertRaises(self.zones.exceptions.InvalidChangeBatch):
            self.change(*changes)

    def addresses(self) -> dict[str, str]:
        sets = self.zones.list_resource_record_sets(HostedZoneId=self.zone)["ResourceRecordSets"]
        return {one["Name"].split(".")[0]: one["ResourceRecords"][0]["Value"] for one in sets if one["Type"] == "A"}

    def share(self, action: str, name: str, identifier: str, address: str) -> None:
        record = {
            "Name": f"{name}.{self.domain}.",
            "Type": "A",
            "TTL": 60,
            "SetIdentifier": identifier,
            "MultiValueAnswer": True,
            "ResourceRecords": [{"Value": address}],
        }
        batch = {"Changes": [{"Action": action, "ResourceRecordSet": record}]}
        self.zones.change_resource_record_sets(HostedZoneId=self.zone, ChangeBatch=batch)

    def shared(self) -> list[tuple[str, str]]:
        sets = self.zones.list_resource_record_sets(HostedZoneId=self.zone)["ResourceRecordSets"]
        return [(one["Name"].split(".")[0], one["SetIdentifier"]) for one in sets if one.get("MultiValueAnswer")]

    def test_deletes_one_of_many_by_its_name_too(self):
        self.share("CREATE", "a", "1", "10.0.0.1")
        self.share("CREATE", "a", "2", "10.0.0.2")
        self.share("CREATE", "b", "1", "10.0.0.3")

        self.share("DELETE", "a", "1", "10.0.0.1")

        self.assertEqual(self.shared(), [("a", "2"), ("b", "1")])

    def test_refuses_one_of_many_beside_one_alone(self):
        self.change(("CREATE", "alone", "10.0.0.1"))
        self.share("CREATE", "shared", "1", "10.0.0.2")

        with self.assertRaises(self.zones.exceptions.InvalidChangeBatch):
            self.share("CREATE", "alone", "1", "10.0.0.3")
        self.refused(("CREATE", "shared", "10.0.0.4"))

    def test_creates_again_what_was_deleted(self):
        self.change(("CREATE", "a", "10.0.0.1"), ("CREATE", "z", "10.0.0.9"))
        self.change(("DELETE", "a", "10.0.0.1"))

        self.change(("CREATE", "a", "10.0.0.1"))

        self.assertEqual(self.addresses(), {"a": "10.0.0.1", "z": "10.0.0.9"})

    def test_refuses_what_does_not_fit_the_zone_and_then_changes_nothing(self):
        self.change(("CREATE", "a", "10.0.0.1"))
        self.change(("DELETE", "a", "10.0.0.1"), ("CREATE", "a", "10.0.0.2"))

        self.refused(("DELETE", "a", "10.0.0.1"))
        self.refused(("CREATE", "a", "10.0.0.3"))
        self.refused(("CREATE", "b", "10.0.0.4"), ("DELETE", "c", "10.0.0.5"))

        self.assertEqual(self.addresses(), {"a": "10.0.0.2"})


class StackTest(unittest.TestCase):
    def setUp(self) -> None:
        self.stacks = cloud.cloud().client("cloudformation")
        self.name = f"stack-{uuid.uuid4().hex[:8]}"

    def deploy(self, resources: dict, outputs: dict | None = None, update: bool = False) -> dict[str, str]:
        template = json.dumps(
            {"Resources": resources, "Outputs": {key: {"Value": value} for key, value in (outputs or {}).items()}}
        )
        if update:
            self.stacks.update_stack(StackName=self.name, TemplateBody=template)
        else:
            self.stacks.create_stack(StackName=self.name, TemplateBody=template)
            self.addCleanup(self.stacks.delete_stack, StackName=self.name)
        waiter = self.stacks.get_waiter("stack_update_complete" if update else "stack_create_complete")
        waiter.wait(StackName=self.name, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
        stack = self.stacks.describe_stacks(StackName=self.name)["Stacks"][0]
        return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}

    def remove(self) -> None:
        self.stacks.delete_stack(StackName=self.name)
        waiter = self.stacks.get_waiter("stack_delete_complete")
        waiter.wait(StackName=self.name, WaiterConfig={"Delay": 1, "MaxAttempts": 60})

    def reasons(self) -> str:
        events = self.stacks.describe_stack_events(StackName=self.name)["StackEvents"]
        return " | ".join(event.get("ResourceStatusReason", "") for event in events)

    def refused(self, resources: dict) -> str:
        with self.assertRaises(WaiterError):
            self.deploy(resources)
        return self.reasons()

    def test_refuses_a_type_that_it_cannot_make(self):
        reasons = self.refused({"Pipe": {"Type": "AWS::Pipes::Pipe", "Properties": {"Name": "p"}}})

        self.assertIn("the AWS::Pipes::Pipe resource (from the pipes service) is not currently supported", reasons)

    def test_makes_and_removes_a_hosted_zone(self):
        zones = cloud.cloud().client("route53")
        domain = f"{self.name}.example"
        zone = {"Type": "AWS::Route53::HostedZone", "Properties": {"Name": domain}}
        outputs = self.deploy(
            {"Zone": zone},
            {"Id": {"Ref": "Zone"}, "Servers": {"Fn::Join": [",", {"Fn::GetAtt": ["Zone", "NameServers"]}]}},
        )

        self.assertEqual(zones.get_hosted_zone(Id=outputs["Id"])["HostedZone"]["Name"], f"{domain}.")
        self.assertIn(",", outputs["Servers"])
        self.remove()
        with self.assertRaises(ClientError):
            zones.get_hosted_zone(Id=outputs["Id"])

    def test_makes_changes_and_removes_a_dashboard(self):
        dashboards = cloud.cloud().client("cloudwatch")

        def dashboard(text: str) -> dict:
            body = json.dumps({"widgets": [{"type": "text", "properties": {"markdown": text}}]})
            properties = {"DashboardName": self.name, "DashboardBody": body}
            return {"Board": {"Type": "AWS::CloudWatch::Dashboard", "Properties": properties}}

        self.deploy(dashboard("one"))
        self.deploy(dashboard("two"), update=True)

        self.assertIn("two", dashboards.get_dashboard(DashboardName=self.name)["DashboardBody"])
        self.remove()
        self.assertEqual(dashboards.list_dashboards(DashboardNamePrefix=self.name)["DashboardEntries"], [])

    def test_makes_changes_and_removes_a_saved_query(self):
        def query(text: str) -> dict:
            group = {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": f"/{self.name}"}}
            properties = {"Name": self.name, "QueryString": text, "LogGroupNames": [{"Ref": "Group"}]}
            return {"Group": group, "Query": {"Type": "AWS::Logs::QueryDefinition", "Properties": properties}}

        outputs = {"Id": {"Ref": "Query"}}
        made = self.deploy(query("fields one"), outputs)["Id"]
        changed = self.deploy(query("fields two"), outputs, update=True)["Id"]

        self.assertEqual(changed, made)
        file = cloud.cloud().layout.run / "queries" / f"{made}.json"
        self.assertIn("fields two", file.read_text())
        self.remove()
        self.assertFalse(file.exists())

    def test_refuses_a_saved_query_of_logs_that_are_not_there_and_forgets_it(self):
        properties = {"Name": self.name, "QueryString": "fields one", "LogGroupNames": ["/nowhere"]}

        reasons = self.refused({"Query": {"Type": "AWS::Logs::QueryDefinition", "Properties": properties}})

        self.assertIn("there is no log group /nowhere", reasons)
        self.remove()

    def custom(self, function: str, **properties: object) -> dict:
        token = f"arn:aws:lambda:us-east-1:000000000000:function:{function}"
        return {"Thing": {"Type": "Custom::Probe", "Properties": {"ServiceToken": token, **properties}}}

    def test_calls_the_function_of_a_custom_resource(self):
        function = deployed()
        outputs = {
            "Id": {"Ref": "Thing"},
            "Event": {"Fn::GetAtt": ["Thing", "Event"]},
            "Number": {"Fn::GetAtt": ["Thing", "Number"]},
        }

        created = self.deploy(self.custom(function, Mode="first", Count=3, On=True), outputs)
        updated = self.deploy(self.custom(function, Mode="second", Count=4), outputs, update=True)

        event = json.loads(created["Event"])
        self.assertEqual((created["Id"], created["Number"], event["RequestType"]), ("probe-1", "7", "Create"))
        self.assertEqual((event["ResourceProperties"]["Count"], event["ResourceProperties"]["On"]), ("3", "true"))
        self.assertEqual((event["LogicalResourceId"], event["ResourceType"]), ("Thing", "Custom::Probe"))
        self.assertTrue(event["StackId"].startswith("arn:aws:cloudformation:"), event["StackId"])
        event = json.loads(updated["Event"])
        self.assertEqual((updated["Id"], event["RequestType"]), ("probe-2", "Update"))
        self.assertEqual((event["PhysicalResourceId"], event["OldResourceProperties"]["Count"]), ("probe-1", "3"))
        self.remove()
        self.assertEqual(self.heard(function), ["Create", "Update", "Delete", "Delete"])

    def heard(self, function: str) -> list[str]:
        log = (cloud.cloud().layout.log / f"{function}.log").read_text()
        prefix = "probe heard "
        return [json.loads(line.removeprefix(prefix))["RequestType"] for line in log.splitlines() if line.startswith(prefix)]

    def test_shows_why_a_custom_resource_failed(self):
        function = deployed()
        cases = {
            "refuse": "Message returned: the probe says no",
            "throw": "Probe$Wanted",
            "silent": "did not receive a response from your Custom Resource in 2 s",
        }
        for mode, reason in cases.items():
            with self.subTest(mode):
                self.name = f"stack-{uuid.uuid4().hex[:8]}"

                self.assertIn(reason, self.refused(self.custom(function, Mode=mode, ServiceTimeout=2)))

    def test_keeps_what_a_resource_depends_on_that_refuses_to_be_deleted(self):
        function = deployed()
        queues = cloud.cloud().client("sqs")
        guard = self.custom(function, Mode="guard")["Thing"]
        queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": self.name}}
        self.deploy({"Kept": queue, "Thing": {**guard, "DependsOn": ["Kept"]}})

        with self.assertRaises(WaiterError):
            self.remove()

        self.assertEqual(self.stacks.describe_stacks(StackName=self.name)["Stacks"][0]["StackStatus"], "DELETE_FAILED")
        self.assertIn("the probe says no", self.reasons())
        queues.get_queue_url(QueueName=self.name)

        functions = cloud.cloud().client("lambda")
        functions.update_function_configuration(FunctionName=function, Environment={"Variables": {"PROBE_VARIABLE": "release"}})
        functions.get_waiter("function_updated_v2").wait(FunctionName=function)
        self.remove()
        with self.assertRaises(ClientError):
            queues.get_queue_url(QueueName=self.name)

    def function(self, variable: str, alias: str = "live") -> dict:
        """As CDK writes one whose versions have an alias: what changes gets a version with a new logical id."""
        objects = cloud.cloud().client("s3")
        bucket = "probe-code"
        objects.create_bucket(Bucket=bucket)
        objects.put_object(Bucket=bucket, Key="probe.zip", Body=probe.archive())
        name, version = {"Ref": "Function"}, f"Version{variable}"
        types = {
            "Function": {
                **{"FunctionName": self.name, "Runtime": "java21", "Handler": "Probe", "Role": ROLE, "MemorySize": 256},
                **{"Code": {"S3Bucket": bucket, "S3Key": "probe.zip"}, "Timeout": 20},
                "Environment": {"Variables": {"PROBE_VARIABLE": variable}},
            },
            version: {"FunctionName": name},
            "Alias": {"FunctionName": name, "FunctionVersion": {"Fn::GetAtt": [version, "Version"]}, "Name": alias},
            "Permission": {
                **{"FunctionName": {"Ref": "Alias"}, "Action": "lambda:InvokeFunction"},
                "Principal": "events.amazonaws.com",
            },
        }
        return {
            key: {"Type": f"AWS::Lambda::{key if key in ('Function', 'Alias', 'Permission') else 'Version'}", "Properties": value}
            for key, value in types.items()
        }

    def aliases(self) -> dict[str, str]:
        found = cloud.cloud().client("lambda").list_aliases(FunctionName=self.name)["Aliases"]
        return {alias["Name"]: alias["FunctionVersion"] for alias in found}

    def test_an_alias_moves_to_the_version_that_a_change_brings(self):
        functions = cloud.cloud().client("lambda")
        created = self.deploy(self.function("one"), {"Arn": {"Ref": "Alias"}})
        self.assertEqual(invoked(created["Arn"], "context")[1]["variable"], "one")

        updated = self.deploy(self.function("two"), {"Arn": {"Ref": "Alias"}}, update=True)

        self.assertEqual((updated, self.aliases()), (created, {"live": "2"}))
        self.assertEqual(invoked(updated["Arn"], "context")[1]["variable"], "two")
        versions = functions.list_versions_by_function(FunctionName=self.name)["Versions"]
        self.assertEqual([version["Version"] for version in versions], ["$LATEST", "2"])
        allowed = json.loads(functions.get_policy(FunctionName=self.name, Qualifier="live")["Policy"])["Statement"]
        self.assertEqual([statement["Resource"] for statement in allowed], [updated["Arn"]])
        self.remove()
        with self.assertRaises(ClientError):
            functions.get_function(FunctionName=self.name)

    def test_an_alias_of_another_name_replaces_the_old_one(self):
        self.deploy(self.function("one"))

        self.deploy(self.function("two", alias="next"), update=True)

        self.assertEqual(self.aliases(), {"next": "2"})

    def test_a_stack_is_removed_as_its_last_update_left_it(self):
        queues = cloud.cloud().client("sqs")

        def queue(name: str) -> dict:
            return {name: {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": f"{self.name}-{name}"}}}

        self.deploy({**queue("Kept"), **queue("Dropped")})
        self.deploy({**queue("Kept"), **queue("Added")}, update=True)
        # Somebody else's from now on.
        queues.create_queue(QueueName=f"{self.name}-Dropped")

        self.remove()

        left = queues.list_queues(QueueNamePrefix=self.name)["QueueUrls"]
        self.assertEqual([url.rsplit("/", 1)[1] for url in left], [f"{self.name}-Dropped"])

    def test_refuses_a_service_token_that_is_no_function(self):
        token = "arn:aws:sns:us-east-1:000000000000:topic"
        thing = {"Type": "AWS::CloudFormation::CustomResource", "Properties": {"ServiceToken": token}}

        self.assertIn("the ARN of a Lambda function is needed", self.refused({"Thing": thing}))


class FlowTest(unittest.TestCase):
    def test_a_variable_holds_any_text(self):
        text = 'it said "no", \\ and $millis() {% 1 %} \n é'
        definition = {
            "QueryLanguage": "JSONata",
            "StartAt": "Keep",
            "States": {
                "Keep": {"Type": "Pass", "Assign": {"text": "{% $states.input.text %}"}, "Next": "Say"},
                "Say": {"Type": "Pass", "Output": "{% $text %}", "End": True},
            },
        }
        machines = cloud.cloud().client("stepfunctions")
        machine = machines.create_state_machine(
            name=f"text-{uuid.uuid4().hex[:8]}", definition=json.dumps(definition), roleArn=ROLE
        )
        execution = machines.start_execution(
            stateMachineArn=machine["stateMachineArn"], input=json.dumps({"text": text})
        )["executionArn"]

        self.assertEqual(ended(execution), ("SUCCEEDED", json.dumps(text)))

    def test_a_text_is_cut_between_its_characters_and_not_missed_for_being_short(self):
        gene = "\U0001f9ec"
        definition = {
            "QueryLanguage": "JSONata",
            "StartAt": "Cut",
            "States": {
                "Cut": {
                    "Type": "Pass",
                    "Output": "{% [$substring($states.input, 0, 9), $substring($states.input, 0, 2)] %}",
                    "End": True,
                },
            },
        }
        machines = cloud.cloud().client("stepfunctions")
        machine = machines.create_state_machine(
            name=f"cut-{uuid.uuid4().hex[:8]}", definition=json.dumps(definition), roleArn=ROLE
        )
        execution = machines.start_execution(
            stateMachineArn=machine["stateMachineArn"], input=json.dumps("a" + gene + gene)
        )["executionArn"]

        status, output = ended(execution)
        self.assertEqual(status, "SUCCEEDED")
        self.assertEqual(json.loads(output or ""), ["a" + gene + gene, "a" + gene])


class StoppedExecutionTest(unittest.TestCase):
    """One that waits for a worker ends at once when it is stopped, and its task is gone."""

    def setUp(self):
        self.states = cloud.cloud().client("stepfunctions")
        self.activity = self.states.create_activity(name="stopped")["activityArn"]
        definition = {
            "QueryLanguage": "JSONata",
            "StartAt": "Work",
            "States": {
                "Work": {
                    "Type": "Task",
                    "Resource": self.activity,
                    "TimeoutSeconds": 300,
                    "HeartbeatSeconds": 60,
                    "End": True,
                }
            },
        }
        self.machine = self.states.create_state_machine(
            name="stopped", definition=json.dumps(definition), roleArn="arn:aws:iam::000000000000:role/none"
        )["stateMachineArn"]
        self.addCleanup(self.states.delete_state_machine, stateMachineArn=self.machine)

    def stopped(self, execution):
        self.states.stop_execution(executionArn=execution, error="Test.Stopped", cause="why")
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            found = self.states.describe_execution(executionArn=execution)
            if found["status"] != "RUNNING":
                return found
            time.sleep(0.1)
        return found

    def test_before_a_worker_has_taken_its_task(self):
        execution = self.states.start_execution(stateMachineArn=self.machine)["executionArn"]
        time.sleep(0.5)
        found = self.stopped(execution)
        self.assertEqual(found["status"], "ABORTED")

    def test_while_a_worker_has_its_task(self):
        execution = self.states.start_execution(stateMachineArn=self.machine)["executionArn"]
        # The one of another test may still be in the activity's queue.
        while True:
            task = self.states.get_activity_task(activityArn=self.activity)["taskToken"]
            try:
                self.states.send_task_heartbeat(taskToken=task)
                break
            except ClientError:
                continue
        found = self.stopped(execution)
        self.assertEqual(found["status"], "ABORTED")
        with self.assertRaises(ClientError):
            self.states.send_task_heartbeat(taskToken=task)


class InstanceProfileTest(unittest.TestCase):
    def test_starts_an_instance_with_a_profile_of_iam(self):
        name = f"profile-{uuid.uuid4().hex[:8]}"
        profile = cloud.cloud().client("iam").create_instance_profile(InstanceProfileName=name)["InstanceProfile"]

        started = cloud.cloud().client("ec2").run_instances(
            ImageId="ami-12345678", MinCount=1, MaxCount=1, IamInstanceProfile={"Arn": profile["Arn"]}
        )

        self.assertEqual(started["Instances"][0]["IamInstanceProfile"]["Arn"], profile["Arn"])


class InstanceTest(unittest.TestCase):
    def test_starts_with_an_instance_profile_that_iam_has(self):
        name = f"profile-{uuid.uuid4().hex[:8]}"
        arn = cloud.cloud().client("iam").create_instance_profile(InstanceProfileName=name)["InstanceProfile"]["Arn"]
        ec2 = cloud.cloud().client("ec2")

        started = ec2.run_instances(
            ImageId="ami-12345678", MinCount=1, MaxCount=1, InstanceType="t3.micro", IamInstanceProfile={"Arn": arn}
        )["Instances"][0]

        self.assertEqual(started["IamInstanceProfile"]["Arn"], arn)
        with self.assertRaises(ClientError):
            ec2.run_instances(
                ImageId="ami-12345678",
                MinCount=1,
                MaxCount=1,
                InstanceType="t3.micro",
                IamInstanceProfile={"Arn": f"{arn}-other"},
            )


class EndedInstanceTest(unittest.TestCase):
    def test_neither_starts_nor_stops_nor_ends_again(self):
        ec2 = cloud.cloud().client("ec2")
        ids = [ec2.run_instances(ImageId="ami-12345678", MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]]
        ended = ec2.terminate_instances(InstanceIds=ids)["TerminatingInstances"][0]
        before = self._described(ec2, ids)

        for change in (ec2.start_instances, ec2.stop_instances, ec2.reboot_instances):
            with self.subTest(change), self.assertRaises(ClientError) as refused:
                change(InstanceIds=ids)
            self.assertEqual(refused.exception.response["Error"]["Code"], "IncorrectInstanceState")
        again = ec2.terminate_instances(InstanceIds=ids)["TerminatingInstances"][0]

        self.assertEqual(ended["PreviousState"]["Name"], "running")
        self.assertEqual(again["PreviousState"]["Name"], "terminated")
        self.assertEqual(self._described(ec2, ids), before)

    @staticmethod
    def _described(ec2, ids: list[str]) -> dict:
        return ec2.describe_instances(InstanceIds=ids)["Reservations"][0]["Instances"][0]


class HibernationTest(unittest.TestCase):
    def test_hibernates_what_was_launched_for_it_and_says_so(self):
        ec2 = cloud.cloud().client("ec2")
        instance = self._launch(ec2, Size=9)

        stopped = self._stop(ec2, instance, Hibernate=True)

        self.assertTrue(stopped["HibernationOptions"]["Configured"])
        self.assertEqual(stopped["StateReason"]["Code"], "Client.UserInitiatedHibernate")

        ec2.start_instances(InstanceIds=[instance])
        self.assertEqual(self._stop(ec2, instance)["StateReason"]["Code"], "Client.UserInitiatedShutdown")
        # It is stopped already: what was no hibernation does not become one.
        again = self._stop(ec2, instance, Hibernate=True)
        self.assertEqual(again["StateReason"]["Code"], "Client.UserInitiatedShutdown")

    def test_refuses_what_cannot_hibernate(self):
        ec2 = cloud.cloud().client("ec2")
        plain = ec2.run_instances(ImageId="ami-12345678", MinCount=1, MaxCount=1, InstanceType="t3.micro")

        for what in (
            lambda: self._launch(ec2, Size=1),
            lambda: self._launch(ec2, Size=9, Encrypted=False),
            lambda: self._launch(ec2, Size=9, InstanceType="i4i.large"),
            lambda: self._launch(ec2, Size=9, InstanceMarketOptions={"MarketType": "spot"}),
            lambda: self._stop(ec2, plain["Instances"][0]["InstanceId"], Hibernate=True),
        ):
            with self.assertRaises(ClientError) as refused:
                what()
            self.assertEqual(refused.exception.response["Error"]["Code"], "UnsupportedHibernationConfiguration")

    @staticmethod
    def _launch(ec2, Size, Encrypted=True, InstanceType="t3.micro", **more):
        return ec2.run_instances(
            ImageId="ami-12345678",
            MinCount=1,
            MaxCount=1,
            InstanceType=InstanceType,
            HibernationOptions={"Configured": True},
            BlockDeviceMappings=[
                {"DeviceName": "/dev/sda1", "Ebs": {"VolumeSize": Size, "Encrypted": Encrypted}},
            ],
            **more,
        )["Instances"][0]["InstanceId"]

    @staticmethod
    def _stop(ec2, instance, **how):
        ec2.stop_instances(InstanceIds=[instance], **how)
        return ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]


class ProcessTest(unittest.TestCase):
    def test_listens_on_loopback_only(self):
        cloud.cloud().client("dynamodb").list_tables()
        open_to_all = [
            connection.laddr
            for process in processes.members(cloud.cloud().home)
            for connection in process.net_connections("tcp")
            if connection.status == psutil.CONN_LISTEN and connection.laddr.ip not in ("127.0.0.1", "::1", "::ffff:127.0.0.1")
        ]

        self.assertEqual(open_to_all, [])


if __name__ == "__main__":
    unittest.main()
