"""Trains one AOT cache for all functions of a deployed archive: their cold start falls to less than half of it.

The training calls every handler in the environment of the deployed functions and against this emulator, with an event
that changes nothing where there is one, or with an empty one, which most refuse. The reaper sweeps an empty cloud, which
takes it through most of the SDK, a plan through nearly all that is left.
"""

import json
import os
import subprocess
from pathlib import Path

from spawn_local.executor.code import JVM_OPTIONS, FunctionCode

TRAINING_CLASS = "FunctionTraining"
TRAINING_JAR = "zz-function-training.jar"
KEPT_CACHES = 4


def train(
    code: FunctionCode, java: str, events: dict[str, dict], environment: dict[str, str], target: Path, log: Path
) -> bool:
    """Events by handler. True if there is a cache now. Without one the functions run all the same, only slower; the log says why."""
    target.parent.mkdir(parents=True, exist_ok=True)
    making = target.with_suffix(f".{os.getpid()}.making")
    command = [
        *(java, "-Xmx256m", *JVM_OPTIONS, f"-XX:AOTCacheOutput={making}"),
        *("-cp", ":".join(str(entry) for entry in code.class_path())),
        TRAINING_CLASS,
        *(word for handler, event in events.items() for word in (handler.split("::")[0], json.dumps(event))),
    ]
    try:
        with open(log, "ab") as output:
            done = subprocess.run(
                command, env=environment, cwd=code.root, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False, timeout=120
            )
        if done.returncode == 0 and making.exists():
            making.rename(target)
            _forget_old(target.parent)
            return True
    except subprocess.TimeoutExpired as expired:
        with open(log, "a", encoding="utf-8") as output:
            output.write(f"{expired}\n")
    finally:
        for left in making.parent.glob(f"{making.name}*"):
            left.unlink()
    return False


def _forget_old(folder: Path) -> None:
    """Every change of the code makes a cache of 70 MB."""
    by_age = sorted(folder.glob("*.aot"), key=lambda cache: cache.stat().st_mtime, reverse=True)
    for cache in by_age[KEPT_CACHES:]:
        cache.unlink()

