"""The Java handler under test, compiled once, and how to start it."""

import atexit
import functools
import os
import shutil
import subprocess
import tempfile
import uuid
import zipfile
from pathlib import Path

from spawn_local.executor.code import FunctionCode, lay_out
from spawn_local.executor.runtime import Invocation, Runtime
from spawn_local.layout import Layout
from spawn_local.prepare import prepare_jars
from spawn_local.tools import find_tools

SOURCE = Path(__file__).parent / "java" / "Probe.java"


@functools.cache
def scratch() -> Path:
    """Kept until the process ends: what is cached below lies in it, and every test module uses that."""
    folder = Path(tempfile.mkdtemp(prefix="spawn-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@functools.cache
def client() -> Path:
    layout = Layout.from_environment()
    layout.make()
    prepare_jars(layout, find_tools(), scratch() / "prepare.log")
    return layout.jars / "ric"


@functools.cache
def archive_folder() -> Path:
    """What a deployment archive unpacks to: lib/probe.jar."""
    classes, folder = scratch() / "classes", scratch() / "archive"
    (folder / "lib").mkdir(parents=True)
    jars = ":".join(str(jar) for jar in client().glob("*.jar"))
    subprocess.run([str(find_tools().javac), "-cp", jars, "-d", str(classes), str(SOURCE)], check=True)
    with zipfile.ZipFile(folder / "lib" / "probe.jar", "w") as jar:
        for file in sorted(classes.rglob("*.class")):
            jar.write(file, file.relative_to(classes))
    return folder


@functools.cache
def archive() -> bytes:
    target = scratch() / "archive.zip"
    with zipfile.ZipFile(target, "w") as file:
        file.write(archive_folder() / "lib" / "probe.jar", "lib/probe.jar")
    return target.read_bytes()


@functools.cache
def default_code() -> FunctionCode:
    return lay_out(archive_folder(), client(), scratch() / "code")


def start_runtime(
    handler: str = "Probe",
    memory_mb: int = 256,
    *,
    code: FunctionCode | None = None,
    options: list[str] | None = None,
    **variables: str,
) -> Runtime:
    code = code or default_code()
    command = code.command(str(find_tools().java), handler, memory_mb, scratch(), options or [])
    environment = {
        "PATH": os.environ["PATH"],
        "_HANDLER": handler,
        "AWS_LAMBDA_FUNCTION_NAME": "probe",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(memory_mb),
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/probe",
        "AWS_LAMBDA_LOG_STREAM_NAME": "stream",
        "AWS_REGION": "us-east-1",
        **variables,
    }
    return Runtime(command, environment, code.root)


def invocation(payload: str = '"hello"', timeout_seconds: float = 20) -> Invocation:
    return Invocation(
        request_id=str(uuid.uuid4()),
        payload=payload.encode(),
        function_arn="arn:aws:lambda:us-east-1:000000000000:function:probe",
        trace_id="Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
        timeout_seconds=timeout_seconds,
    )
