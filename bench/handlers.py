"""Cold starts of the deployed functions: from the start of the process to the first answer, a real one, from the cloud.

Each run is a new JVM under AWS's runtime interface client, with the variables of the deployed function, plain and with
the AOT cache in turn, so that whatever else the machine does falls on both alike. On AWS SnapStart does the cache's work.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
import uuid
from pathlib import Path

import boto3

from spawn_local import emulator
from spawn_local.executor.code import FunctionCode, laid_out
from spawn_local.executor.runtime import Invocation, Runtime
from spawn_local.first_events import first_events
from spawn_local.layout import REGION, Layout
from spawn_local.tools import find_tools

LIMITS_MS = {"plain": 1300, "AOT": 700}

def main() -> int:
    parser = argparse.ArgumentParser(prog="bench/handlers", description="Cold starts on the embedded cloud.")
    parser.add_argument("-n", type=int, default=7, help="runs of each (default 7)")
    arguments = parser.parse_args()
    layout = Layout.from_environment()
    print(f"{arguments.n} runs each, in turn; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'':20}{'plain p50':>12}{'max':>9}{'AOT p50':>12}{'max':>9}{'plain / AOT':>13}")
    with tempfile.TemporaryDirectory() as temporary:
        for name, event in first_events().items():
            function = boto3.client("lambda").get_function_configuration(FunctionName=name)
            taken: dict[str, list[float]] = {"plain": [], "AOT": []}
            for _ in range(arguments.n):
                for way, runs in taken.items():
                    runs.append(first_answer(layout, function, event, way == "AOT", Path(temporary)) * 1000)
            plain, aot = (statistics.median(runs) for runs in taken.values())
            print(
                f"{name:20}{plain:9.0f} ms{max(taken['plain']):6.0f} ms{aot:9.0f} ms{max(taken['AOT']):6.0f} ms"
                f"{plain / aot:13.1f}"
            )
    print(f"to reach: below {LIMITS_MS['plain']} ms plain, {LIMITS_MS['AOT']} ms with the cache")
    return 0


def first_answer(layout: Layout, function: dict, event: dict, cached: bool, temporary: Path) -> float:
    code = FunctionCode(laid_out(layout.home, function["CodeSha256"]))
    options = code.aot_options(str(layout.aot), function["Handler"], code.fingerprint())
    if cached and not options:
        sys.exit("bench/handlers: there is no AOT cache; see local/.cloud/log/aot.log")
    java = str(find_tools().java)
    command = code.command(java, function["Handler"], function["MemorySize"], temporary, options if cached else [])
    environment = {
        "PATH": os.environ["PATH"],
        **function.get("Environment", {}).get("Variables", {}),
        **emulator.credentials(os.environ["AWS_ENDPOINT_URL"]),
        "AWS_REGION": REGION,
        "_HANDLER": function["Handler"],
        "AWS_LAMBDA_FUNCTION_NAME": function["FunctionName"],
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function["MemorySize"]),
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function['FunctionName']}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "bench",
    }
    began = time.monotonic()
    runtime = Runtime(command, environment, code.root)
    try:
        runtime.await_ready("bench", 30)
        trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
        payload = json.dumps(event).encode()
        answer = runtime.invoke(Invocation(str(uuid.uuid4()), payload, function["FunctionArn"], trace, 60))
    finally:
        runtime.kill()
    if answer.is_error:
        sys.exit(f"bench/handlers: {function['FunctionName']} answered {answer.payload.decode()}")
    return time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
