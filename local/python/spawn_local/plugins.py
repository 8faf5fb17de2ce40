"""The plug-ins that LocalStack finds by the entry points beside this package. Loaded lazily: imports are inside."""

from localstack.services.cloudformation.resource_provider import CloudFormationResourceProviderPlugin
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin
from localstack.utils.catalog.catalog import CatalogPlugin
from localstack.utils.catalog.common import (
    CloudFormationResourcesSupportAtRuntime,
    CloudFormationResourcesSupportInLatest,
)


class ProcessExecutorPlugin(RuntimeExecutorPlugin):
    name = "spawn"

    def load(self, *args, **kwargs):
        from spawn_local.executor.localstack_executor import ProcessExecutor

        return ProcessExecutor


class CustomResourcePlugin(CloudFormationResourceProviderPlugin):
    name = "AWS::CloudFormation::CustomResource"

    def load(self):
        from spawn_local.resources.custom_resource import CustomResourceProvider

        self.factory = CustomResourceProvider


class DashboardPlugin(CloudFormationResourceProviderPlugin):
    name = "AWS::CloudWatch::Dashboard"

    def load(self):
        from spawn_local.resources.dashboard import DashboardProvider

        self.factory = DashboardProvider


class HostedZonePlugin(CloudFormationResourceProviderPlugin):
    name = "AWS::Route53::HostedZone"

    def load(self):
        from spawn_local.resources.hosted_zone import HostedZoneProvider

        self.factory = HostedZoneProvider


class QueryDefinitionPlugin(CloudFormationResourceProviderPlugin):
    name = "AWS::Logs::QueryDefinition"

    def load(self):
        from spawn_local.resources.query_definition import QueryDefinitionProvider

        self.factory = QueryDefinitionProvider


class OfflineCatalogPlugin(CatalogPlugin):
    """What CloudFormation can make here, by what is installed.

    LocalStack: it would download a list of what it supports, and without network it takes every type for unsupported,
    those with a provider included. It looks for a catalog of this name first.
    """

    name = "aws-catalog-remote-state-with-license"

    def get_aws_service_status(self, service_name, operation_name=None):
        return None

    def get_cloudformation_resource_status(self, resource_name, service_name, is_pro_resource=False):
        if resource_name.startswith("Custom::") or resource_name in self._get_cfn_resources_available_at_runtime():
            return CloudFormationResourcesSupportAtRuntime.AVAILABLE
        return CloudFormationResourcesSupportInLatest.NOT_SUPPORTED
