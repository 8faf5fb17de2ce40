"""The processes of one function version: as many as are needed at once, up to a bound, and none when nothing happens."""

import threading
import time
from collections.abc import Callable

from spawn_local.executor.runtime import Answer, InitFailed, Invocation, Runtime

# Starting a JVM takes a second of processor time, a warm one answers in a few milliseconds: wait that long first.
PATIENCE_WITH_BUSY_SECONDS = 0.15


class TooManyInvocations(Exception):
    """Nobody was free in time. Lambda answers this as TooManyRequestsException."""


class Pool:
    """`make` starts a process. `init_seconds` bounds its way to the first `next`."""

    def __init__(
        self,
        name: str,
        make: Callable[[], Runtime],
        limit: int,
        starts: threading.Semaphore,
        init_seconds: float = 10.0,
        queue_seconds: float = 30.0,
    ):
        self._name = name
        self._make = make
        self._limit = limit
        self._starts = starts
        self._init_seconds = init_seconds
        self._queue_seconds = queue_seconds
        self._condition = threading.Condition()
        self._idle: list[Runtime] = []
        self._count = 0
        self._closed = False

    @property
    def size(self) -> int:
        with self._condition:
            return self._count

    def invoke(self, invocation: Invocation) -> Answer:
        runtime = self._borrow(invocation.timeout_seconds)
        if runtime is None:
            started = self._start(invocation)
            if isinstance(started, Answer):
                return started
            runtime = started
        try:
            answer = runtime.invoke(invocation)
        except BaseException:
            self._discard(runtime)
            raise
        self._give_back(runtime)
        return answer

    def _borrow(self, timeout_seconds: float) -> Runtime | None:
        """A waiting process, or None with a place taken for a new one."""
        began = time.monotonic()
        while True:
            with self._condition:
                while not self._idle:
                    waited = time.monotonic() - began
                    if self._count < self._limit and (self._count == 0 or waited >= PATIENCE_WITH_BUSY_SECONDS):
                        self._count += 1
                        return None
                    if waited >= self._queue_seconds:
                        raise TooManyInvocations(
                            f"{self._name}: all {self._limit} processes were busy for {self._queue_seconds:.0f} s"
                        )
                    until_next_look = self._queue_seconds if self._count >= self._limit else PATIENCE_WITH_BUSY_SECONDS
                    self._condition.wait(max(0.0, until_next_look - waited))
                # The last one used is the warmest, and the others can grow old and be reaped.
                runtime = self._idle.pop()
            if runtime.is_usable():
                return runtime
            self._discard(runtime)

    def _start(self, invocation: Invocation) -> Runtime | Answer:
        # On AWS a slow init is cut after 10 s and repeated within the function's own time-out: the sum is the bound.
        seconds = self._init_seconds + invocation.timeout_seconds
        runtime: Runtime | None = None
        try:
            with self._starts:
                runtime = self._make()
                runtime.await_ready(invocation.request_id, seconds)
            return runtime
        except InitFailed as failure:
            self._forget()
            logs = (
                f"INIT_REPORT Phase: init\tStatus: error\n{failure.logs}"
                f"START RequestId: {invocation.request_id} Version: $LATEST\nEND RequestId: {invocation.request_id}\n"
            )
            return Answer(failure.payload, True, logs)
        except BaseException:
            if runtime is not None:
                runtime.kill()
            self._forget()
            raise

    def _give_back(self, runtime: Runtime) -> None:
        with self._condition:
            if not self._closed:
                self._idle.append(runtime)
                self._condition.notify()
                return
        self._discard(runtime)

    def _discard(self, runtime: Runtime) -> None:
        runtime.kill()
        self._forget()

    def _forget(self) -> None:
        with self._condition:
            self._count -= 1
            self._condition.notify_all()

    def reap(self, idle_seconds: float) -> None:
        """Ends the processes that nothing has used for this long."""
        oldest = time.monotonic() - idle_seconds
        with self._condition:
            old = [runtime for runtime in self._idle if runtime.idle_since < oldest]
            self._idle = [runtime for runtime in self._idle if runtime.idle_since >= oldest]
        for runtime in old:
            self._discard(runtime)

    def close(self) -> None:
        """Ends what waits; what works finishes its invocation first, as when a function is updated on AWS."""
        with self._condition:
            self._closed = True
            idle, self._idle = self._idle, []
        for runtime in idle:
            self._discard(runtime)
