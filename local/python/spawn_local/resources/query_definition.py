"""AWS::Logs::QueryDefinition: kept as a file of this cloud, since LocalStack's Logs has no saved queries.

What AWS would refuse is refused here too: a query without a name or text, and log groups beyond 50 or that are none.
"""

import json
import os
import uuid
from pathlib import Path

from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceProvider,
    ResourceRequest,
)

_MOST_GROUPS = 50


class QueryDefinitionProvider(ResourceProvider[dict]):
    TYPE = "AWS::Logs::QueryDefinition"
    SCHEMA = {
        "typeName": TYPE,
        "properties": {
            "QueryDefinitionId": {"type": "string"},
            "Name": {"type": "string"},
            "QueryString": {"type": "string"},
            "LogGroupNames": {"type": "array"},
        },
        "primaryIdentifier": ["/properties/QueryDefinitionId"],
        "readOnlyProperties": ["/properties/QueryDefinitionId"],
        "createOnlyProperties": [],
    }

    def create(self, request: ResourceRequest[dict]) -> ProgressEvent[dict]:
        return _put(request, str(uuid.uuid4()))

    def update(self, request: ResourceRequest[dict]) -> ProgressEvent[dict]:
        return _put(request, (request.previous_state or {})["QueryDefinitionId"])

    def delete(self, request: ResourceRequest[dict]) -> ProgressEvent[dict]:
        query_id = (request.desired_state or {}).get("QueryDefinitionId")
        if query_id:
            # Without one its creation was refused, and there is nothing to delete.
            _file(query_id).unlink(missing_ok=True)
        return ProgressEvent(status=OperationStatus.SUCCESS, resource_model={})


def _put(request: ResourceRequest[dict], query_id: str) -> ProgressEvent[dict]:
    properties = request.desired_state
    groups = properties.get("LogGroupNames") or []
    if not properties.get("Name") or not properties.get("QueryString"):
        return _failed("a query definition has a Name and a QueryString")
    if len(groups) > _MOST_GROUPS:
        return _failed(f"query {properties['Name']}: {len(groups)} log groups, at most {_MOST_GROUPS}")
    logs = request.aws_client_factory.logs
    for group in groups:
        known = logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
        if not any(one["logGroupName"] == group for one in known):
            return _failed(f"query {properties['Name']}: there is no log group {group}")
    model = {**properties, "QueryDefinitionId": query_id}
    file = _file(query_id)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(model, indent=1), encoding="utf-8")
    return ProgressEvent(status=OperationStatus.SUCCESS, resource_model=model)


def _failed(message: str) -> ProgressEvent[dict]:
    return ProgressEvent(status=OperationStatus.FAILED, resource_model={}, message=message)


def _file(query_id: str) -> Path:
    return Path(os.environ["SPAWN_LOCAL_HOME"]) / "run" / "queries" / f"{query_id}.json"
