"""Custom resources: the function behind the ServiceToken is really called and its answer really awaited.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
"""

import json
import queue
import threading
import uuid
from dataclasses import dataclass
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from localstack.aws.connect import connect_to
from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceProvider,
    ResourceRequest,
)

from spawn_local.resources.response_server import ResponseServer

# CloudFormation's own default is an hour (property ServiceTimeout); nobody waits that long for a machine of their own.
LONGEST_WAIT_SECONDS = 600
# Kept in the resource's state beside the attributes: what CloudFormation itself remembers about a custom resource.
INPUT = "SpawnInput"
PHYSICAL_ID = "SpawnPhysicalId"


@dataclass(frozen=True)
class _Outcome:
    physical_id: str
    data: dict[str, Any]


class _Refused(Exception):
    """The reason that CloudFormation shows."""


class CustomResourceProvider(ResourceProvider[dict]):
    TYPE = "AWS::CloudFormation::CustomResource"
    SCHEMA = {
        "typeName": TYPE,
        "properties": {PHYSICAL_ID: {"type": "string"}},
        "primaryIdentifier": [f"/properties/{PHYSICAL_ID}"],
        "readOnlyProperties": [],
        "createOnlyProperties": [],
    }

    def create(self, request: ResourceRequest[dict]) -> ProgressEvent[dict]:
        properties = _as_text(request.desired_state)
        return _reported(lambda: _state(properties, _call(request, "Create", properties, {}, None)))

    def update(self, request: ResourceRequest[dict]) -> ProgressEvent[dict]:
        properties = _as_text(request.desired_state)
        before = request.previous_state or {}
        old_properties, old_id = before.get(INPUT, {}), before.get(PHYSICAL_ID)

        def perform() -> dict:
            more = {"OldResourceProperties": old_properties}
            outcome = _call(request, "Update", properties, more, old_id)
            if outcome.physical_id != old_id:
                # A new physical id means a replacement: the old one is deleted. (On AWS at the end of the whole
                # update, here at once, because LocalStack knows no cleanup phase for a plain update.)
                _call(request, "Delete", old_properties, {}, old_id)
            return _state(properties, outcome)

        return _reported(perform)

    def delete(self, request: ResourceRequest[dict]) -> ProgressEvent[dict]:
        before = request.desired_state or {}
        if PHYSICAL_ID not in before:
            # Its creation failed without an id, so there is nothing that the function could know it by.
            return ProgressEvent(status=OperationStatus.SUCCESS, resource_model={})

        def perform() -> dict:
            _call(request, "Delete", before[INPUT], {}, before[PHYSICAL_ID])
            return {}

        return _reported(perform)


def _reported(perform) -> ProgressEvent[dict]:
    try:
        return ProgressEvent(status=OperationStatus.SUCCESS, resource_model=perform())
    except _Refused as refused:
        return ProgressEvent(status=OperationStatus.FAILED, resource_model={}, message=str(refused))


def _state(properties: dict, outcome: _Outcome) -> dict:
    return {**properties, **_as_text(outcome.data), INPUT: properties, PHYSICAL_ID: outcome.physical_id}


def _call(
    request: ResourceRequest[dict], request_type: str, properties: dict, more: dict, physical_id: str | None
) -> _Outcome:
    token = properties.get("ServiceToken", "")
    if ":lambda:" not in token:
        raise _Refused(f'ServiceToken "{token}" of {request.logical_resource_id}: the ARN of a Lambda function is needed here')
    seconds = min(int(properties.get("ServiceTimeout", LONGEST_WAIT_SECONDS)), LONGEST_WAIT_SECONDS)
    request_id = str(uuid.uuid4())
    # Either the answer that the function puts (a dict), or what went wrong with calling it (a str).
    heard: queue.Queue[dict | str] = queue.Queue()
    with ResponseServer.instance().expecting(heard.put) as url:
        event = {
            "RequestType": request_type,
            "ServiceToken": token,
            "ResponseURL": url,
            "StackId": request.stack_id,
            "RequestId": request_id,
            "LogicalResourceId": request.logical_resource_id,
            "ResourceType": request.resource_type,
            "ResourceProperties": properties,
            **more,
        }
        if physical_id is not None:
            event["PhysicalResourceId"] = physical_id
        threading.Thread(target=_invoke, args=(request, token, event, heard), daemon=True).start()
        try:
            answer = heard.get(timeout=seconds)
        except queue.Empty:
            raise _Refused(
                f"CloudFormation did not receive a response from your Custom Resource in {seconds} s. "
                f"See /aws/lambda/{token.split(':')[6]}, requestId [{request_id}]"
            ) from None
    if isinstance(answer, str):
        raise _Refused(answer)
    status = answer.get("Status")
    if status == "FAILED":
        raise _Refused(f"Received response status [FAILED] from custom resource. Message returned: {answer.get('Reason')}")
    if status != "SUCCESS":
        raise _Refused(f"Invalid response status {status!r} from custom resource: use SUCCESS or FAILED")
    chosen_id = answer.get("PhysicalResourceId") or physical_id
    if not chosen_id:
        raise _Refused("Invalid PhysicalResourceId: the response to a Create names one")
    return _Outcome(chosen_id, answer.get("Data") or {})


def _invoke(request: ResourceRequest[dict], token: str, event: dict, heard: "queue.Queue[dict | str]") -> None:
    # CloudFormation invokes asynchronously, and an error of the function shows only as a time-out an hour later. Here the
    # invocation is synchronous, so that the reason is there at once. A function may still answer after it has returned.
    client = connect_to(
        aws_access_key_id=request.account_id,
        region_name=request.region_name,
        config=Config(read_timeout=LONGEST_WAIT_SECONDS + 60, retries={"total_max_attempts": 1}),
    ).lambda_
    try:
        client.get_waiter("function_active_v2").wait(FunctionName=token, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
        result = client.invoke(FunctionName=token, Payload=json.dumps(event).encode())
    except (ClientError, BotoCoreError) as error:
        heard.put(f"{token} could not be invoked: {error}")
        return
    if result.get("FunctionError"):
        heard.put(f"{token} failed: {result['Payload'].read().decode(errors='replace')}")


def _as_text(value: Any) -> Any:
    """CloudFormation hands numbers and truth values to custom resources as text."""
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items() if key not in (INPUT, PHYSICAL_ID)}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) or value is None else str(value)
