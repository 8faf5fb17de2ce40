"""The plug-ins that LocalStack finds by the entry points beside this package. Loaded lazily: imports are inside."""

from localstack.services.cloudformation.resource_provider import CloudFormationResourceProviderPlugin
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin


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
