"""AWS::Route53::HostedZone, which LocalStack's CloudFormation lacks although its Route 53 has zones."""

from botocore.exceptions import ClientError
from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceProvider,
    ResourceRequest,
)


class HostedZoneProvider(ResourceProvider[dict]):
    TYPE = "AWS::Route53::HostedZone"
    SCHEMA = {
        "typeName": TYPE,
        "properties": {
            "Id": {"type": "string"},
            "Name": {"type": "string"},
            "NameServers": {"type": "array"},
            "HostedZoneConfig": {"type": "object"},
            "HostedZoneTags": {"type": "array"},
            "VPCs": {"type": "array"},
        },
        "primaryIdentifier": ["/properties/Id"],
        "readOnlyProperties": ["/properties/Id", "/properties/NameServers"],
        "createOnlyProperties": ["/properties/Name"],
    }

    def create(self, request: ResourceRequest[dict]) -> ProgressEvent[dict]:
        properties = request.desired_state
        route53 = request.aws_client_factory.route53
        networks = properties.get("VPCs") or []
        comment = (properties.get("HostedZoneConfig") or {}).get("Comment", "")
        arguments = {
            "Name": properties["Name"],
            "CallerReference": request.request_token,
            "HostedZoneConfig": {"Comment": comment, "PrivateZone": bool(networks)},
        }
        if networks:
            arguments["VPC"] = networks[0]
        made = route53.create_hosted_zone(**arguments)
        zone_id = made["HostedZone"]["Id"].removeprefix("/hostedzone/")
        for network in networks[1:]:
            route53.associate_vpc_with_hosted_zone(HostedZoneId=zone_id, VPC=network)
        tags = properties.get("HostedZoneTags") or []
        if tags:
            route53.change_tags_for_resource(ResourceType="hostedzone", ResourceId=zone_id, AddTags=tags)
        model = {**properties, "Id": zone_id, "NameServers": made.get("DelegationSet", {}).get("NameServers", [])}
        return ProgressEvent(status=OperationStatus.SUCCESS, resource_model=model)

    def update(self, request: ResourceRequest[dict]) -> ProgressEvent[dict]:
        before = request.previous_state or {}
        comment = (request.desired_state.get("HostedZoneConfig") or {}).get("Comment", "")
        request.aws_client_factory.route53.update_hosted_zone_comment(Id=before["Id"], Comment=comment)
        model = {**request.desired_state, "Id": before["Id"], "NameServers": before["NameServers"]}
        return ProgressEvent(status=OperationStatus.SUCCESS, resource_model=model)

    def delete(self, request: ResourceRequest[dict]) -> ProgressEvent[dict]:
        zone_id = request.desired_state["Id"]
        try:
            request.aws_client_factory.route53.delete_hosted_zone(Id=zone_id)
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchHostedZone":
                # As on AWS, a zone that still holds records stays, and the stack says so.
                message = f"the hosted zone {zone_id} was not deleted: {error}"
                return ProgressEvent(status=OperationStatus.FAILED, resource_model=request.desired_state, message=message)
        return ProgressEvent(status=OperationStatus.SUCCESS, resource_model={})
