"""LocalStack on the host: its environment, its start and its readiness."""

import contextlib
import os
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from spawn_local import processes
from spawn_local.layout import ACCOUNT, PYTHON_DIR, REGION, Layout, Problem
from spawn_local.tools import Tools

DEFAULT_PORT = 4566
# Kept while LocalStack is started: what would point it, or the functions in it, at someone's real account.
_NOT_INHERITED = ("AWS_", "LOCALSTACK_", "LAMBDA_", "DYNAMODB_", "SERVICES", "DEBUG", "SQS_", "CFN_", "PYTHONHOME")


def credentials(endpoint: str) -> dict[str, str]:
    """What a client of the embedded cloud needs in its environment, and nothing of a real account beside it."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
    }


def client_environment(endpoint: str) -> dict[str, str]:
    """The caller's environment with every AWS_* variable replaced, profiles and session tokens included."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {**kept, **credentials(endpoint)}


def choose_port() -> int:
    """SPAWN_LOCAL_PORT where given (and then that one or none), else 4566, else a free one."""
    asked = os.environ.get("SPAWN_LOCAL_PORT")
    if asked:
        if not asked.isdigit() or not 0 < int(asked) < 65536:
            raise Problem(f'SPAWN_LOCAL_PORT "{asked}": give a port from 1 to 65535, or leave it out for a free one')
        if not _is_free(int(asked)):
            raise Problem(f"SPAWN_LOCAL_PORT {asked} is in use: choose another one, or leave it out for a free one")
        return int(asked)
    return DEFAULT_PORT if _is_free(DEFAULT_PORT) else any_free_port()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


@contextlib.contextmanager
def occupied() -> Iterator[int]:
    """A port of loopback that is taken while the block runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        probe.listen()
        yield probe.getsockname()[1]


def any_free_port() -> int:
    with occupied() as port:
        return port


def start(layout: Layout, tools: Tools, port: int) -> int:
    """Starts LocalStack and returns its process number; it is not ready yet."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_INHERITED)}
    environment = {
        **inherited,
        # A container would make LocalStack take itself for its own image.
        "OVERRIDE_IN_DOCKER": "0",
        "FILESYSTEM_ROOT": str(layout.emulator_root),
        "GATEWAY_LISTEN": f"127.0.0.1:{port}",
        # An address, not a name: names under localhost.localstack.cloud need a resolver, and SDKs then use path style.
        "LOCALSTACK_HOST": f"127.0.0.1:{port}",
        "SQS_ENDPOINT_STRATEGY": "path",
        "DYNAMODB_IN_MEMORY": "1",
        # Only these hand a table's stream to a function.
        "PROVIDER_OVERRIDE_DYNAMODB": "v2",
        "PROVIDER_OVERRIDE_DYNAMODBSTREAMS": "v2",
        "DISABLE_EVENTS": "1",
        "SKIP_SSL_CERT_DOWNLOAD": "1",
        "DNS_ADDRESS": "0",
        "CFN_IGNORE_UNSUPPORTED_RESOURCE_TYPES": "0",
        "LAMBDA_RUNTIME_EXECUTOR": "spawn",
        # Otherwise CloudFormation finds each function pending and looks again a second later.
        "LAMBDA_SYNCHRONOUS_CREATE": "1",
        # The processes have their own, shorter life (executor/pool.py); this is only LocalStack's book-keeping.
        "LAMBDA_KEEPALIVE_MS": "600000",
        # For the JVM inside LocalStack (JSONata) and for DynamoDB Local: by default each takes a quarter of the memory and
        # all processors for its collector and its second compiler. Functions do not inherit this.
        "JAVA_TOOL_OPTIONS": "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED",
        "TMPDIR": str(layout.run / "tmp"),
        "XDG_CACHE_HOME": str(layout.run / "cache"),
        "PYTHONPATH": str(PYTHON_DIR),
        "PYTHONUNBUFFERED": "1",
        "SPAWN_LOCAL_HOME": str(layout.home),
        "SPAWN_JAVA": str(tools.java),
        "SPAWN_RIC_DIR": str(layout.jars / "ric"),
        "SPAWN_AOT_CACHE_DIR": os.environ.get("SPAWN_AOT_CACHE_DIR", str(layout.aot)),
    }
    command = [str(layout.venv_python), "-m", "spawn_local.localstack_main"]
    return processes.start(command, environment, layout.log / "localstack.log", layout.home)


def await_ready(pid: int, endpoint: str, log: Path, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        code = processes.exit_code(pid)
        if code is not None:
            raise Problem(f"LocalStack ended with {code} while starting; the end of {log}:\n{tail(log)}")
        if is_ready(endpoint):
            return
        time.sleep(0.1)
    raise Problem(f"LocalStack was not ready on {endpoint} in {seconds:.0f} s; the end of {log}:\n{tail(log)}")


def is_ready(endpoint: str, patience: float = 2) -> bool:
    """:param patience: in seconds, for an answer; one that does not listen at all is known at once"""
    try:
        with urllib.request.urlopen(f"{endpoint}/_localstack/health", timeout=patience) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        # Not listening yet, which is what is being asked.
        return False


def tail(log: Path, lines: int = 15) -> str:
    if not log.exists():
        return "    (nothing was written)"
    return "\n".join(f"    {line}" for line in log.read_text(errors="replace").splitlines()[-lines:])
