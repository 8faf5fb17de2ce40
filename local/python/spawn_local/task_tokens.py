"""Lets a task be answered once, and while another execution is starting.

LocalStack: it looks for the task's token in every running execution, and fails with 500 at one that has been accepted and
has not begun. It also takes a second answer while the first one is on its way. On AWS an execution knows nothing of another
one's tokens, and the second answer hears TaskTimedOut: the task does not exist anymore.
"""

import functools
import threading
from collections.abc import Callable

_answered: set[str] = set()
_one_at_a_time = threading.Lock()


def answer_once() -> None:
    """To be called when all other mends are made: the provider's modules take up what they import as it is then."""
    from localstack.services.stepfunctions.provider import StepFunctionsProvider

    StepFunctionsProvider._get_executions = _begun(StepFunctionsProvider._get_executions)
    for name in ("send_task_success", "send_task_failure"):
        setattr(StepFunctionsProvider, name, _once(getattr(StepFunctionsProvider, name)))


def _once(operation: Callable) -> Callable:
    from localstack.aws.api.stepfunctions import TaskTimedOut

    @functools.wraps(operation)
    def first_answer_only(self, context, task_token, **named):
        with _one_at_a_time:
            if task_token in _answered:
                raise TaskTimedOut("Task Timed Out: 'Provided task does not exist anymore'")
            answer = operation(self, context=context, task_token=task_token, **named)
            _answered.add(task_token)
            return answer

    return first_answer_only


def _begun(executions: Callable) -> Callable:
    """Those in which a token is looked for, by everything that has one; what has not begun has given none away."""

    @functools.wraps(executions)
    def only_begun(*arguments, **named):
        return [
            execution
            for execution in executions(*arguments, **named)
            if getattr(execution.exec_worker, "env", None) is not None
        ]

    return only_begun
