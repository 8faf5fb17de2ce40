"""Hands a task of an activity out as soon as it is there, and never loses one on the way.

LocalStack: a poll looks once a second, and takes a task that its execution does not know yet; it then fails, and the task is
gone and times out. (It failed as well at any other execution that had not begun: see task_tokens.) On AWS a poll is answered at
once, and a task that is handed to nobody stays.
"""

import functools
import time

_LONGEST_SECONDS = 60
_PAUSE_SECONDS = 0.05
_PATIENCE_SECONDS = 5


def hand_out_at_once() -> None:
    """To be called before the provider is in use."""
    from localstack.services.stepfunctions.provider import StepFunctionsProvider

    StepFunctionsProvider._pull_activity_task = staticmethod(_pull)
    StepFunctionsProvider._send_activity_task_started = _patient(StepFunctionsProvider._send_activity_task_started)


def _pull(activity):
    until = time.monotonic() + _LONGEST_SECONDS
    while time.monotonic() < until:
        try:
            return activity.get_task()
        except IndexError:
            time.sleep(_PAUSE_SECONDS)
    return None


def _patient(started):
    from localstack.aws.api.stepfunctions import InvalidToken

    @functools.wraps(started)
    def once_it_is_known(*arguments, **named):
        until = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                return started(*arguments, **named)
            except InvalidToken:
                # It is put into the queue before its execution knows it.
                if time.monotonic() > until:
                    raise
                time.sleep(_PAUSE_SECONDS)

    return once_it_is_known
