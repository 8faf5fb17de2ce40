"""Lets an execution that is stopped end at once, and as stopped.

LocalStack: it marks the execution, and each of its tasks goes on waiting until its own time is up; the error that this makes
then takes the mark's place, so that it is FAILED. On AWS it is ABORTED at once, and its activities' workers hear by their
next heartbeat that the task is gone.
"""

import functools


def end_at_once() -> None:
    """To be called before the provider is loaded."""
    from localstack.services.stepfunctions.asl.eval.environment import Environment
    from localstack.services.stepfunctions.backend.execution import Execution

    for name in ("set_error", "set_timed_out"):
        setattr(Environment, name, _unless_stopped(getattr(Environment, name)))
    Execution.stop = _waking_all(Execution.stop)


def _unless_stopped(change):
    from localstack.services.stepfunctions.asl.eval.program_state import ProgramStopped

    @functools.wraps(change)
    def stays_stopped(self, *arguments, **named):
        if not isinstance(self._program_state, ProgramStopped):
            change(self, *arguments, **named)

    return stays_stopped


def _waking_all(stop):
    from localstack.services.stepfunctions.asl.eval.callback.callback import ActivityCallbackEndpoint

    @functools.wraps(stop)
    def stop_and_wake(self, *arguments, **named):
        stop(self, *arguments, **named)
        worker = self.exec_worker
        if worker is None:
            return
        for endpoint in list(worker.env.callback_pool_manager._pool.values()):
            endpoint.interrupt_all()
            if isinstance(endpoint, ActivityCallbackEndpoint):
                _wake(endpoint.get_activity_task_start_endpoint())

    return stop_and_wake


def _wake(start) -> None:
    """Nobody has taken the task, and nobody will."""
    if not start._next_activity_task_start_event.is_set():
        start._outcome = None
        start._next_activity_task_start_event.set()
