"""Lets a stack's update replace only what becomes another thing, move an alias to another version, and be remembered.

LocalStack: it takes a create-only property for changed when what it refers to changes in any way. So a function's new
environment replaces the function's alias: the new one is refused, since it exists, and then it is cleaned up as the old
one, which has the same name. On AWS the property's value decides. An alias cannot be updated at all. And a stack is deleted
as it was created: what an update has removed is deleted once more, what it has added stays.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
"""

from localstack.aws.api.cloudformation import StackStatus
from localstack.services.cloudformation.engine.v2.change_set_model import is_nothing
from localstack.services.cloudformation.engine.v2.change_set_model_executor import (
    ChangeSetModelExecutor,
    ChangeSetModelExecutorResult,
)
from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceProviderExecutor,
    ResourceRequest,
)
from localstack.services.lambda_.resource_providers.lambda_alias import LambdaAliasProperties, LambdaAliasProvider

_GIVEN = ("FunctionName", "FunctionVersion", "Name", "Description", "RoutingConfig")
_change = ChangeSetModelExecutor._execute_resource_change
_execute = ChangeSetModelExecutor.execute


def keep_promises() -> None:
    ChangeSetModelExecutor._execute_resource_change = _change_by_the_values
    ChangeSetModelExecutor.execute = _execute_and_remember
    LambdaAliasProvider.update = _move


def _change_by_the_values(self: ChangeSetModelExecutor, name, before, after) -> None:
    if not is_nothing(before) and not is_nothing(after) and after.requires_replacement:
        provider = ResourceProviderExecutor.try_load_resource_provider(after.resource_type)
        fixed = [path.removeprefix("/properties/") for path in provider.SCHEMA["createOnlyProperties"]]
        was, becomes = before.properties.properties, after.properties.properties
        after.requires_replacement = any(was.get(one) != becomes.get(one) for one in fixed)
    _change(self, name, before, after)


def _execute_and_remember(self: ChangeSetModelExecutor) -> ChangeSetModelExecutorResult:
    stack = self._change_set.stack
    deleting = stack.status == StackStatus.DELETE_IN_PROGRESS
    result = _execute(self)
    if not deleting:
        stack.processed_template = self._change_set.processed_template
    return result


def _move(
    self: LambdaAliasProvider, request: ResourceRequest[LambdaAliasProperties]
) -> ProgressEvent[LambdaAliasProperties]:
    wanted = request.desired_state
    given = {key: wanted[key] for key in _GIVEN if key in wanted}
    moved = request.aws_client_factory.lambda_.update_alias(**given)
    return ProgressEvent(status=OperationStatus.SUCCESS, resource_model={**wanted, "Id": moved["AliasArn"]})
