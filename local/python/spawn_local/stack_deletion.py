"""Lets a stack's deletion stop where a resource refuses to go.

LocalStack: it goes on with the others and says DELETE_COMPLETE. CloudFormation keeps what the refusing resource depends
on and says DELETE_FAILED, which is what a guard against deletion lives on.
"""

from localstack.aws.api.cloudformation import StackStatus
from localstack.services.cloudformation.engine.v2.change_set_model_executor import ChangeSetModelExecutor
from localstack.services.cloudformation.resource_provider import OperationStatus

_note_event = ChangeSetModelExecutor._process_event


class _Refused(Exception):
    """Seen by LocalStack's thread that deletes, which then says DELETE_FAILED."""


def stop_where_refused() -> None:
    ChangeSetModelExecutor._process_event = _note_event_and_stop


def _note_event_and_stop(self, *, event_status, reason=None, **event) -> None:
    deleting = self._change_set.stack.status == StackStatus.DELETE_IN_PROGRESS
    _note_event(self, event_status=event_status, reason=reason, **event)
    if deleting and event_status == OperationStatus.FAILED:
        raise _Refused(reason)
