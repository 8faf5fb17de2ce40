"""AWS::CloudWatch::Dashboard, which LocalStack's CloudFormation lacks although its CloudWatch keeps dashboards."""

import json

from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceProvider,
    ResourceRequest,
)


class DashboardProvider(ResourceProvider[dict]):
    TYPE = "AWS::CloudWatch::Dashboard"
    SCHEMA = {
        "typeName": TYPE,
        "properties": {"DashboardName": {"type": "string"}, "DashboardBody": {"type": "string"}},
        "primaryIdentifier": ["/properties/DashboardName"],
        "readOnlyProperties": [],
        "createOnlyProperties": ["/properties/DashboardName"],
    }

    def create(self, request: ResourceRequest[dict]) -> ProgressEvent[dict]:
        name = request.desired_state.get("DashboardName") or f"{request.stack_name}-{request.logical_resource_id}"
        return _put(request, name)

    def update(self, request: ResourceRequest[dict]) -> ProgressEvent[dict]:
        return _put(request, (request.previous_state or {})["DashboardName"])

    def delete(self, request: ResourceRequest[dict]) -> ProgressEvent[dict]:
        request.aws_client_factory.cloudwatch.delete_dashboards(DashboardNames=[request.desired_state["DashboardName"]])
        return ProgressEvent(status=OperationStatus.SUCCESS, resource_model={})


def _put(request: ResourceRequest[dict], name: str) -> ProgressEvent[dict]:
    body = request.desired_state["DashboardBody"]
    try:
        json.loads(body)
    except ValueError as error:
        # LocalStack keeps any text; AWS refuses a body that is no JSON.
        message = f"the body of dashboard {name} is no JSON: {error}"
        return ProgressEvent(status=OperationStatus.FAILED, resource_model={}, message=message)
    request.aws_client_factory.cloudwatch.put_dashboard(DashboardName=name, DashboardBody=body)
    return ProgressEvent(
        status=OperationStatus.SUCCESS, resource_model={**request.desired_state, "DashboardName": name}
    )
