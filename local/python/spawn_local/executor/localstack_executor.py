"""The adapter between LocalStack's Lambda service and our processes.

LocalStack thinks in execution environments, one per concurrent invocation. Here an environment is only a name and a log
stream; the processes belong to a pool per function version, so that their number is bounded, a dead one is replaced
without anyone's notice, and an init error comes as the answer of an invocation, with its log, as on AWS.
"""

import atexit
import logging
import os
import threading
import time
from pathlib import Path

from localstack.aws.api.lambda_ import TooManyRequestsException
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion, InvocationResult
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from spawn_local.executor.code import FunctionCode, laid_out, lay_out
from spawn_local.executor.pool import Pool, TooManyInvocations
from spawn_local.executor.runtime import Invocation, Runtime
from spawn_local.processes import MARK

LOG = logging.getLogger(__name__)

# What LocalStack sets for its own init process; a function on AWS does not see these.
_NOT_FOR_FUNCTIONS = ("LOCALSTACK_", "EDGE_PORT", "_AWS_XRAY_")
IDLE_SECONDS = 120.0


class _Settings:
    """From the environment that `emulator.start` sets."""

    def __init__(self, environment=os.environ):
        self.home = Path(environment["SPAWN_LOCAL_HOME"])
        self.java = environment["SPAWN_JAVA"]
        self.client = Path(environment["SPAWN_RIC_DIR"])
        self.aot_cache = environment.get("SPAWN_AOT_CACHE_DIR")
        self.limit = int(environment.get("SPAWN_LAMBDA_MAX_PROCESSES") or 4)


class _Pools:
    """All pools of this emulator, by function version and revision: an update makes a new pool beside the old one."""

    def __init__(self) -> None:
        self._settings = _Settings()
        self._lock = threading.Lock()
        self._pools: dict[tuple[str, str], Pool] = {}
        # More JVMs than processors starting at once only make each of them late.
        self._starts = threading.Semaphore(max(2, os.cpu_count() or 2))
        atexit.register(self.close)
        threading.Thread(target=self._reap_for_ever, name="spawn-reap-idle", daemon=True).start()

    def of(self, version: FunctionVersion, environment: dict[str, str]) -> Pool:
        key = self._key(version)
        with self._lock:
            pool = self._pools.get(key)
            if pool is None:
                name = version.id.function_name
                pool = Pool(name, lambda: self._start(version, environment), self._settings.limit, self._starts)
                self._pools[key] = pool
            return pool

    def drop(self, version: FunctionVersion) -> None:
        with self._lock:
            pool = self._pools.pop(self._key(version), None)
        if pool is not None:
            pool.close()

    def close(self) -> None:
        with self._lock:
            pools, self._pools = list(self._pools.values()), {}
        for pool in pools:
            pool.close()

    def lay_out(self, version: FunctionVersion) -> FunctionCode:
        code = version.config.code
        folder = laid_out(self._settings.home, code.code_sha256)
        if folder.exists():
            # All functions share one archive of 30 MB: unpacking it for each version would double a deployment's time.
            return FunctionCode(folder)
        code.prepare_for_execution()
        return lay_out(Path(code.get_unzipped_code_location()), self._settings.client, folder)

    def _start(self, version: FunctionVersion, environment: dict[str, str]) -> Runtime:
        settings = self._settings
        code = self.lay_out(version)
        handler = version.config.handler
        temporary = settings.home / "run" / "tmp"
        options = code.aot_options(settings.aot_cache, handler, code.fingerprint()) if settings.aot_cache else []
        command = code.command(settings.java, handler, version.config.memory_size, temporary, options)
        own = {
            "PATH": os.environ["PATH"],
            "HOME": str(temporary),
            "LANG": "C.UTF-8",
            "LAMBDA_TASK_ROOT": str(code.root),
            "LAMBDA_RUNTIME_DIR": str(code.folder / "ric"),
            MARK: os.environ.get(MARK, str(settings.home)),
        }
        log_file = settings.home / "log" / f"{version.id.function_name}.log"
        return Runtime(command, {**environment, **own}, code.root, log_file)

    @staticmethod
    def _key(version: FunctionVersion) -> tuple[str, str]:
        return version.qualified_arn, version.config.internal_revision

    def _reap_for_ever(self) -> None:
        while True:
            time.sleep(5)
            with self._lock:
                pools = list(self._pools.values())
            for pool in pools:
                try:
                    pool.reap(IDLE_SECONDS)
                except OSError:
                    # The next round tries again; without this thread nothing would ever be reaped.
                    LOG.exception("could not end an idle function process")


_pools: _Pools | None = None
_pools_lock = threading.Lock()


def _all_pools() -> _Pools:
    global _pools
    with _pools_lock:
        if _pools is None:
            _pools = _Pools()
        return _pools


class ProcessExecutor(RuntimeExecutor):
    def __init__(self, id: str, function_version: FunctionVersion) -> None:
        super().__init__(id, function_version)
        self._environment: dict[str, str] = {}

    def start(self, env_vars: dict[str, str]) -> None:
        self._environment = {
            name: str(value) for name, value in env_vars.items() if not name.startswith(_NOT_FOR_FUNCTIONS)
        }

    def stop(self) -> None:
        # The processes belong to the pool.
        return

    def get_address(self) -> str:
        return "127.0.0.1"

    def get_endpoint_from_executor(self) -> str:
        return "127.0.0.1"

    def get_runtime_endpoint(self) -> str:
        # Only LocalStack's own init process would call this; ours talks to the server of its Runtime.
        return "http://127.0.0.1"

    def get_logs(self) -> str:
        return ""

    def invoke(self, payload: dict[str, str]) -> InvocationResult:
        invocation = Invocation(
            request_id=payload["invoke-id"],
            payload=payload["payload"].encode(),
            function_arn=payload["invoked-function-arn"],
            trace_id=payload["trace-id"],
            timeout_seconds=float(self.function_version.config.timeout),
        )
        try:
            answer = _all_pools().of(self.function_version, self._environment).invoke(invocation)
        except TooManyInvocations as refused:
            raise TooManyRequestsException(
                str(refused), Reason="ConcurrentInvocationLimitExceeded", Type="User"
            ) from refused
        return InvocationResult(invocation.request_id, answer.payload, answer.is_error, answer.logs)

    @classmethod
    def prepare_version(cls, function_version: FunctionVersion) -> None:
        _all_pools().lay_out(function_version)

    @classmethod
    def cleanup_version(cls, function_version: FunctionVersion) -> None:
        _all_pools().drop(function_version)
