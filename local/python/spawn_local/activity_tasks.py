"""Hands a task of an activity out as soon as it is there, and never loses one on the way.

LocalStack: a poll looks once a second. It takes the task out of the queue and then looks for its execution, and fails with
500 at any other one that has been accepted and has not begun; the task is gone then, and times out. On AWS a poll is answered
at once, and a task that is handed to nobody stays.
"""

import time

_LONGEST_SECONDS = 60
_PAUSE_SECONDS = 0.05
_PATIENCE_SECONDS = 5


def hand_out_at_once() -> None:
    """To be called before the provider is in use."""
    from localstack.services.stepfunctions.provider import StepFunctionsProvider

    StepFunctionsProvider._pull_activity_task = staticmethod(_pull)
    StepFunctionsProvider._send_activity_task_started = _started


def _pull(activity):
    until = time.monotonic() + _LONGEST_SECONDS
    while time.monotonic() < until:
        try:
            return activity.get_task()
        except IndexError:
            time.sleep(_PAUSE_SECONDS)
    return None


def _started(self, context, task_token, worker_name) -> None:
    from localstack.aws.api.stepfunctions import InvalidToken

    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        endpoint = _endpoint(self._get_executions(context), task_token)
        if endpoint is not None:
            endpoint.notify_activity_task_start(worker_name=worker_name)
            return
        # It is put into the queue before its execution knows it.
        time.sleep(_PAUSE_SECONDS)
    raise InvalidToken()


def _endpoint(executions, task_token):
    from localstack.services.stepfunctions.asl.eval.callback.callback import ActivityCallbackEndpoint

    for execution in executions:
        environment = getattr(execution.exec_worker, "env", None)
        if environment is not None:
            endpoint = environment.callback_pool_manager.get(callback_id=task_token)
            if isinstance(endpoint, ActivityCallbackEndpoint):
                return endpoint
    return None
