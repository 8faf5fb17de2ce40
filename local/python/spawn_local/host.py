"""The instance host (Java): its start, and its control interface on loopback."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spawn_local import emulator, processes
from spawn_local.layout import ROOT, Layout, Problem
from spawn_local.tools import Tools

if TYPE_CHECKING:
    from spawn_local.cloud import State

MAIN_CLASS = "host.spore.spawn.local.InstanceHost"


def start(layout: Layout, tools: Tools, endpoint: str) -> tuple[int, int]:
    """Starts the host and waits for it: its process number and the port of its control interface."""
    libraries = ROOT / "local" / "target" / "dist" / "lib"
    if not any(libraries.glob("*.jar")):
        raise Problem(f"{libraries.relative_to(ROOT)} holds no jar: the build did not make the instance host")
    announced = layout.instances / "control.json"
    announced.unlink(missing_ok=True)
    environment = {
        **emulator.client_environment(endpoint),
        "PATH": f"{tools.java_home / 'bin'}:{emulator.client_environment(endpoint).get('PATH', '')}",
        "SPAWN_HOST_DIR": str(layout.instances),
        "SPAWN_HOST_PORT": "0",
        "SPAWN_LOCAL_HOME": str(layout.home),
    }
    command = [str(tools.java), "-Xmx256m", "-XX:+UseSerialGC", "-cp", f"{libraries}/*", MAIN_CLASS]
    log = layout.log / "instance-host.log"
    pid = processes.start(command, environment, log, layout.home)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        code = processes.exit_code(pid)
        if code is not None:
            raise Problem(f"the instance host ended with {code} while starting; the end of {log}:\n{emulator.tail(log)}")
        port = _announced_port(announced)
        if port is not None and _call(port, "GET", "/health", patience=2) is not None:
            return pid, port
        time.sleep(0.05)
    raise Problem(f"the instance host was not ready in 30 s; the end of {log}:\n{emulator.tail(log)}")


def _announced_port(announced: Path) -> int | None:
    try:
        return json.loads(announced.read_text())["port"]
    except (FileNotFoundError, ValueError):
        # Not written yet, or not wholly.
        return None


def is_alive(state: "State") -> bool:
    return state.host_port is not None and _call(state.host_port, "GET", "/health", patience=2) is not None


def instances(state: "State") -> list[dict[str, Any]]:
    return json.loads(_required(state, "GET", "/instances"))


def interrupt(state: "State", name: str, seconds: int | None) -> str:
    if seconds is not None and seconds < 1:
        raise Problem(f"--seconds {seconds}: give at least 1, or leave it out for the 120 of AWS")
    query = f"?seconds={seconds}" if seconds is not None else ""
    return _required(state, "POST", f"/instances/{urllib.parse.quote(name, safe='')}/interrupt{query}")


def crash(state: "State", name: str, for_good: bool) -> str:
    query = "?forGood=true" if for_good else ""
    return _required(state, "POST", f"/instances/{urllib.parse.quote(name, safe='')}/crash{query}")


def _required(state: "State", method: str, path: str) -> str:
    answer = _call(state.host_port, method, path, patience=15) if state.host_port is not None else None
    if answer is None:
        raise Problem("the instance host does not answer: local/status shows what runs, local/up starts what is missing")
    status, body = answer
    if status == 404:
        known = ", ".join(f"{one['name']} ({one['id']}, {one['state']})" for one in instances(state)) or "none"
        raise Problem(f"{path.split('/')[2]}: no such instance. Instances: {known}")
    if status >= 300:
        raise Problem(f"the instance host refused {method} {path}: {status} {body}")
    return body


def _call(port: int | None, method: str, path: str, patience: float) -> tuple[int, str] | None:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method)
    try:
        with urllib.request.urlopen(request, timeout=patience) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None
