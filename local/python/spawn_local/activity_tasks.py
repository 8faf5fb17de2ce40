"""Hands a task of an activity out as soon as it is there.

LocalStack: a poll looks once a second. On AWS it is answered at once.
"""

import time

_LONGEST_SECONDS = 60
_PAUSE_SECONDS = 0.05


def hand_out_at_once() -> None:
    """To be called before the provider is in use."""
    from localstack.services.stepfunctions.provider import StepFunctionsProvider

    StepFunctionsProvider._pull_activity_task = staticmethod(_pull)


def _pull(activity):
    until = time.monotonic() + _LONGEST_SECONDS
    while time.monotonic() < until:
        try:
            return activity.get_task()
        except IndexError:
            time.sleep(_PAUSE_SECONDS)
    return None
