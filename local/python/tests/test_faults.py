"""Bad days: each fault as a function and as a flow meets it, and that nobody else meets any."""

import json
import time
import unittest
import urllib.error
import urllib.request
import uuid

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError

from spawn_local.faults import KINDS, PATH, Forecast, Weather
from spawn_local.layout import ACCOUNT, REGION
from tests import cloud
from tests.test_emulator import ROLE, ended


def tearDownModule() -> None:
    cloud.close()


def asked(method: str, **forecast: object) -> dict:
    body = json.dumps(forecast).encode() if method == "PUT" else None
    request = urllib.request.Request(cloud.cloud().endpoint + PATH, data=body, method=method)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def function_client(service: str):
    """As the SDK of a function calls: without retries, so that every fault is seen."""
    return boto3.client(
        service,
        endpoint_url=cloud.cloud().endpoint,
        region_name=REGION,
        aws_access_key_id=ACCOUNT,
        aws_secret_access_key="test",
        config=Config(
            retries={"total_max_attempts": 1}, user_agent_extra="exec-env/AWS_Lambda_java25", tcp_keepalive=False
        ),
    )


class WeatherTest(unittest.TestCase):
    def test_the_same_seed_is_the_same_weather(self):
        def days(seed: int) -> list:
            weather = Weather()
            weather.becomes(Forecast(0.3, seed))
            return [weather.strikes("ec2", "RunInstances") for _ in range(1000)]

        self.assertEqual(days(7), days(7))
        self.assertNotEqual(days(7), days(8))
        struck = [day for day in days(7) if day is not None]
        self.assertTrue(250 < len(struck) < 350, len(struck))
        self.assertEqual({kind for kind, _ in struck}, set(KINDS))

    def test_refuses_a_forecast_that_it_does_not_understand(self):
        for text, why in {
            "[]": "an object with rate",
            '{"rate":0.3,"sead":1}': "an object with rate",
            '{"rate":3}': "a share from 0 to 1",
            '{"rate":1,"kinds":["hail"]}': "kinds: hail: choose from throttled",
            '{"rate":1,"services":[]}': "services: none: choose from ec2, dynamodb",
        }.items():
            with self.subTest(text), self.assertRaisesRegex(ValueError, why):
                Forecast.parse(text.encode())


class FaultsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.ec2 = cloud.cloud().client("ec2")
        self.tables = cloud.cloud().client("dynamodb")
        self.table = f"faults-{uuid.uuid4().hex[:8]}"
        self.tables.create_table(
            TableName=self.table,
            KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        self.addCleanup(asked, "DELETE")

    def put(self, client, key: str) -> None:
        client.put_item(TableName=self.table, Item={"k": {"S": key}})

    def holds(self, key: str) -> bool:
        return "Item" in self.tables.get_item(TableName=self.table, Key={"k": {"S": key}})

    def refused(self, kind: str, client, call) -> tuple[str, int]:
        asked("PUT", rate=1, kinds=[kind])
        with self.assertRaises(ClientError) as error:
            call(client)
        answer = error.exception.response
        return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]

    def test_throttles_and_breaks_as_the_services_do(self):
        ec2, tables = function_client("ec2"), function_client("dynamodb")

        self.assertEqual(self.refused("throttled", ec2, lambda it: it.describe_instances()), ("RequestLimitExceeded", 503))
        self.assertEqual(self.refused("throttled", tables, lambda it: self.put(it, "a")), ("ThrottlingException", 400))
        self.assertEqual(self.refused("broken", ec2, lambda it: it.describe_instances()), ("InternalError", 500))
        self.assertEqual(self.refused("broken", tables, lambda it: self.put(it, "a")), ("InternalServerError", 500))
        self.assertFalse(self.holds("a"))

    def test_resets_the_connection_before_anything_is_done(self):
        asked("PUT", rate=1, kinds=["reset"])

        with self.assertRaises(ConnectionClosedError):
            self.put(function_client("dynamodb"), "b")

        self.assertFalse(self.holds("b"))

    def test_loses_the_answer_after_the_deed(self):
        asked("PUT", rate=1, kinds=["lost"])

        with self.assertRaises(ConnectionClosedError):
            self.put(function_client("dynamodb"), "c")

        self.assertTrue(self.holds("c"))
        self.assertEqual(asked("GET")["met"], {"dynamodb PutItem lost": 1})

    def test_is_slow(self):
        asked("PUT", rate=1, kinds=["slow"], seed=1)
        began = time.monotonic()

        self.put(function_client("dynamodb"), "d")

        self.assertGreater(time.monotonic() - began, 0.19)
        self.assertTrue(self.holds("d"))

    def test_befalls_only_what_it_was_told_to(self):
        asked("PUT", rate=1, kinds=["broken"], services=["ec2"], operations=["RunInstances"])

        self.put(function_client("dynamodb"), "e")
        function_client("ec2").describe_instances()
        self.ec2.describe_instances()

        self.assertEqual(asked("GET"), {"rate": 1, "calls": 0, "met": {}})

    def test_leaves_everybody_else_alone(self):
        asked("PUT", rate=1)

        for _ in range(20):
            self.ec2.describe_instances()
            self.put(self.tables, "f")

        self.assertEqual(asked("GET")["calls"], 0)

    def test_says_what_is_wrong_with_a_forecast(self):
        with self.assertRaises(urllib.error.HTTPError) as refused:
            asked("PUT", rate=2)

        with refused.exception as answer:
            self.assertEqual(answer.code, 400)
            self.assertIn("a share from 0 to 1", answer.read().decode())

    def test_a_flow_can_catch_each_of_them(self):
        put = {"TableName": self.table, "Item": {"k": {"S": "g"}}}
        deeds = {
            "dynamodb:putItem": put,
            "aws-sdk:dynamodb:putItem": put,
            "aws-sdk:ec2:describeInstances": {"MaxResults": 5},
        }
        expected = {
            ("dynamodb:putItem", "throttled"): "DynamoDB.ThrottlingException",
            ("dynamodb:putItem", "broken"): "DynamoDB.InternalServerError",
            ("dynamodb:putItem", "lost"): "DynamoDB.AmazonDynamoDBException",
            ("aws-sdk:dynamodb:putItem", "throttled"): "DynamoDb.ThrottlingException",
            ("aws-sdk:dynamodb:putItem", "broken"): "DynamoDb.InternalServerErrorException",
            ("aws-sdk:dynamodb:putItem", "lost"): "DynamoDb.SdkClientException",
            # LocalStack: EC2.EC2Exception, as for every error of EC2's. On AWS it is Ec2.Ec2Exception.
            ("aws-sdk:ec2:describeInstances", "throttled"): "EC2.EC2Exception",
            ("aws-sdk:ec2:describeInstances", "reset"): "EC2.SdkClientException",
        }
        seen = {}
        for action, kind in expected:
            asked("PUT", rate=1, kinds=[kind])
            seen[action, kind] = self._caught(action, deeds[action])

        self.assertEqual(seen, expected)

    def _caught(self, action: str, arguments: dict) -> str:
        machines = cloud.cloud().client("stepfunctions")
        definition = {
            "QueryLanguage": "JSONata",
            "StartAt": "Call",
            "States": {
                "Call": {
                    "Type": "Task",
                    "Resource": f"arn:aws:states:::{action}",
                    "Arguments": arguments,
                    "Catch": [{"ErrorEquals": ["States.ALL"], "Output": "{% $states.errorOutput.Error %}", "Next": "End"}],
                    "Next": "End",
                },
                "End": {"Type": "Succeed"},
            },
        }
        machine = machines.create_state_machine(
            name=f"faults-{uuid.uuid4().hex[:8]}", definition=json.dumps(definition), roleArn=ROLE
        )
        execution = machines.start_execution(stateMachineArn=machine["stateMachineArn"])["executionArn"]
        status, output = ended(execution)
        return json.loads(output) if output else status


class ClientTokenTest(unittest.TestCase):
    def test_the_same_token_is_the_same_instance_and_with_other_parameters_an_error(self):
        ec2 = cloud.cloud().client("ec2")
        token = uuid.uuid4().hex
        profile = cloud.cloud().client("iam").create_instance_profile(InstanceProfileName=token)["InstanceProfile"]["Arn"]
        how = {"IamInstanceProfile": {"Arn": profile}, "ImageId": "ami-12345678", "MinCount": 1, "MaxCount": 1, "ClientToken": token, "UserData": "#!"}

        first = ec2.run_instances(InstanceType="t3.micro", **how)["Instances"][0]["InstanceId"]
        again = ec2.run_instances(InstanceType="t3.micro", **how)["Instances"][0]["InstanceId"]
        other = ec2.run_instances(InstanceType="t3.micro", **{**how, "ClientToken": token + "-2"})

        self.assertEqual(again, first)
        self.assertNotEqual(other["Instances"][0]["InstanceId"], first)
        with self.assertRaises(ClientError) as refused:
            ec2.run_instances(InstanceType="t3.small", **how)
        self.assertEqual(refused.exception.response["Error"]["Code"], "IdempotentParameterMismatch")


if __name__ == "__main__":
    unittest.main()
