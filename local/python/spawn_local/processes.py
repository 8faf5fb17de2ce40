"""The processes of one embedded cloud: each is started in a session of its own, carries a mark, and is ended by it."""

import os
import signal
import subprocess
import time
from pathlib import Path

import psutil

# In the environment of everything that a cloud starts, and inherited by what that starts: the home of the cloud.
MARK = "SPAWN_CLOUD_MARK"

_started: list[subprocess.Popen] = []


def start(command: list[str], environment: dict[str, str], log: Path, home: Path, cwd: Path | None = None) -> int:
    """Starts the command as the leader of a new session, so that a Ctrl-C in the terminal reaches us and not it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "ab") as output:
        process = subprocess.Popen(
            command,
            env={**environment, MARK: str(home)},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    _started.append(process)
    return process.pid


def exit_code(pid: int) -> int | None:
    """How a process that this very program started has ended; None while it lives."""
    for process in _started:
        if process.pid == pid:
            return process.poll()
    return None


def members(home: Path) -> list[psutil.Process]:
    """Every living process of this cloud, and of no other.

    By the mark, not by numbers from a file: the system uses numbers again, and LocalStack's own shutdown can leave
    DynamoDB Local and others behind. What dropped its environment is found by the session of a marked process.
    """
    marked: list[psutil.Process] = []
    others: list[tuple[int, psutil.Process]] = []
    sessions: set[int] = set()
    for process in psutil.process_iter():
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                continue
            session = os.getsid(process.pid)
            if process.environ().get(MARK) == str(home):
                marked.append(process)
                sessions.add(session)
            else:
                others.append((session, process))
        except (psutil.Error, ProcessLookupError, PermissionError):
            # It ended while we looked, or is not ours to look at: either way not one to be ended by us.
            continue
    sessions.discard(os.getsid(0))
    return marked + [process for session, process in others if session in sessions]


def ask_to_end(pid: int, home: Path, patience: float) -> None:
    """Sends SIGTERM to one process of this cloud and waits for it; what does not end is left to `end_all`."""
    for process in members(home):
        if process.pid == pid:
            _signal(process, signal.SIGTERM)
            deadline = time.monotonic() + patience
            while time.monotonic() < deadline and _lives(process):
                time.sleep(0.05)


def end_all(home: Path, patience: float = 8.0) -> int:
    """Asks every process of this cloud to end, then makes it. How many there were."""
    living = members(home)
    count = len(living)
    for process in living:
        _signal(process, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while living and time.monotonic() < deadline:
        time.sleep(0.05)
        living = [process for process in living if _lives(process)]
    # Again by the mark: something may have been started while the others were ending.
    for process in members(home):
        _signal(process, signal.SIGKILL)
        deadline = time.monotonic() + 5
        while _lives(process) and time.monotonic() < deadline:
            time.sleep(0.02)
    return count


def _lives(process: psutil.Process) -> bool:
    for child in _started:
        # Collects our own dead children, which would otherwise look alive for as long as we run.
        child.poll()
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _signal(process: psutil.Process, number: signal.Signals) -> None:
    try:
        process.send_signal(number)
    except psutil.NoSuchProcess:
        # Ended in between: that is what was wanted.
        return
