"""Up and down: the build, LocalStack, the stacks and the instance host as one thing that is there or not."""

import concurrent.futures
import contextlib
import dataclasses
import datetime
import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from spawn_local import emulator, host, processes
from spawn_local.executor import aot
from spawn_local.executor.code import FunctionCode, laid_out
from spawn_local.first_events import first_events
from spawn_local.layout import ACCOUNT, BUS, DOMAIN, PROFILES, REGION, ROOT, STACK_PREFIX, Layout, Problem, short
from spawn_local.prepare import prepare_cdk, prepare_emulator_root, prepare_jars
from spawn_local.report import Step, step
from spawn_local.tools import Tools, find_tools

# What the build makes and this module uses.
ARTEFACTS = ("cli/target/dist/bin/spawn", "functions/target/lambda/lib", "cdk-app/target/classpath.txt", "local/target/dist/lib")
_PROGRESS = re.compile(r"(\S+)\s*\|\s*(\d+)/(\d+)\s*\|")


@dataclasses.dataclass(frozen=True)
class State:
    """What `up` leaves for the other commands, in run/state.json."""

    endpoint: str
    started_at: str
    localstack_pid: int
    host_pid: int | None = None
    host_port: int | None = None
    bus_arn: str = f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/{BUS}"
    domain: str = DOMAIN

    def client(self, service: str):
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id=ACCOUNT,
            aws_secret_access_key="test",
            config=Config(retries={"total_max_attempts": 2}, max_pool_connections=20),
        )


def read_state(layout: Layout) -> State | None:
    try:
        return State(**json.loads(layout.state_file.read_text()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as error:
        raise Problem(f"{layout.state_file} cannot be read ({error}): end everything with local/down") from error


def _write_state(layout: Layout, state: State) -> State:
    making = layout.state_file.with_suffix(".tmp")
    making.write_text(json.dumps(dataclasses.asdict(state), indent=2))
    making.rename(layout.state_file)
    return state


def is_up(layout: Layout, state: State) -> bool:
    ours = any(process.pid == state.localstack_pid for process in processes.members(layout.home))
    # A busy one answers late, and whoever takes it for gone ends it and what lives there.
    return ours and emulator.is_ready(state.endpoint, patience=60)


def running(layout: Layout) -> State:
    state = read_state(layout)
    if state is None or not is_up(layout, state):
        raise Problem("the cloud is not up: start it with local/up")
    return state


def stacks(state: State) -> dict[str, str]:
    found = state.client("cloudformation").describe_stacks()["Stacks"]
    return {stack["StackName"]: stack["StackStatus"] for stack in found}


@contextlib.contextmanager
def only_one(layout: Layout) -> Iterator[None]:
    """Two at once in one home would end each other's processes."""
    with open(layout.run / ".lock", "w", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Problem(
                f"another local/up or local/try is at work in {layout.home}: wait for it, or use another home "
                "(SPAWN_LOCAL_HOME=/some/folder)"
            ) from None
        yield


def up(layout: Layout) -> State:
    """Brings everything up, or up to date. What it started it ends again if it fails or is interrupted."""
    with only_one(layout):
        with step("tools") as tools_step:
            tools = find_tools()
            tools_step.note(f"JDK {tools.java_version}, Node {tools.node_version}, Python 3.13")
        if not layout.jars.exists():
            with step("DynamoDB Local, JSONata and Lambda's runtime client (once)"):
                prepare_jars(layout, tools, layout.log / "prepare.log")
        prepare_emulator_root(layout, tools)
        state = read_state(layout)
        if state is not None and is_up(layout, state):
            return _bring_up_to_date(layout, tools, state)
        # What an earlier cloud of this home left behind, for example after a power cut or a kill -9.
        processes.end_all(layout.home)
        layout.state_file.unlink(missing_ok=True)
        try:
            state = _start_emulator(layout, tools)
            return _bring_up_to_date(layout, tools, state)
        except BaseException:
            end(layout)
            raise


def _start_emulator(layout: Layout, tools: Tools) -> State:
    port = emulator.choose_port()
    endpoint = f"http://127.0.0.1:{port}"
    with step("LocalStack") as starting:
        pid = emulator.start(layout, tools, port)
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        state = _write_state(layout, State(endpoint, now, pid))
        emulator.await_ready(pid, endpoint, layout.log / "localstack.log")
        starting.note(f"cloud up on 127.0.0.1:{port}")
    threading.Thread(target=_warm_up, args=(state,), daemon=True).start()
    return state


def _warm_up(state: State) -> None:
    """DynamoDB Local takes seconds to start on its first use; it may as well do so while the build runs."""
    with contextlib.suppress(BotoCoreError, ClientError):
        # Only for speed: whatever is wrong shows in the deployment, with a reason.
        state.client("dynamodb").list_tables()


def _bring_up_to_date(layout: Layout, tools: Tools, state: State) -> State:
    _build(layout, tools)
    state = _deploy(layout, tools, state)
    _train_functions(layout, tools, state)
    if not host.is_alive(state):
        with step("instance host"):
            pid, port = host.start(layout, tools, state.endpoint)
            state = _write_state(layout, dataclasses.replace(state, host_pid=pid, host_port=port))
    return state


def _build(layout: Layout, tools: Tools) -> None:
    if os.environ.get("SPAWN_SKIP_BUILD") == "1":
        missing = [artefact for artefact in ARTEFACTS if not (ROOT / artefact).exists()]
        if missing:
            raise Problem(f"SPAWN_SKIP_BUILD=1, but {', '.join(missing)} is missing: run mvn -DskipTests package first")
        return
    stamp = layout.cache / "built"
    if _is_built(stamp):
        with step("build: nothing changed"):
            return
    log = layout.log / "build.log"
    with step("build"):
        began = datetime.datetime.now().timestamp()
        command = [str(tools.maven), "-B", "-q", "-DskipTests", "package"]
        _run_logged(command, ROOT, {**os.environ, "JAVA_HOME": str(tools.java_home)}, log, "the build")
        stamp.touch()
        # The time at which it began: what was edited while it ran is not in it.
        os.utime(stamp, (began, began))


def _is_built(stamp: Path) -> bool:
    artefacts = [ROOT / artefact for artefact in ARTEFACTS]
    if not all(artefact.exists() for artefact in artefacts):
        return False
    built = min(artefact.stat().st_mtime for artefact in artefacts)
    if stamp.exists():
        # Maven leaves a file alone that would not change: the artefacts alone would look old for ever.
        built = max(built, stamp.stat().st_mtime)
    modules = re.findall(r"<module>([^<]+)</module>", (ROOT / "pom.xml").read_text())
    sources = [ROOT / "pom.xml", *(ROOT / module / "pom.xml" for module in modules)]
    for module in modules:
        sources.extend(file for file in (ROOT / module / "src" / "main").rglob("*") if file.is_file())
    return all(source.stat().st_mtime < built for source in sources if source.exists())


def _deploy(layout: Layout, tools: Tools, state: State) -> State:
    if not (ROOT / "cdk-app" / "node_modules" / ".bin" / "cdk").exists():
        with step("CDK command line (once)"):
            prepare_cdk(layout, tools, layout.log / "prepare.log")
    cdk = prepare_cdk(layout, tools, layout.log / "prepare.log")
    outputs = layout.run / "outputs.json"
    environment = {
        **emulator.client_environment(state.endpoint),
        "AWS_ENDPOINT_URL_S3": state.endpoint,
        "PATH": f"{tools.java_home / 'bin'}:{os.environ.get('PATH', '')}",
        "JAVA_HOME": str(tools.java_home),
        "CDK_DISABLE_VERSION_CHECK": "1",
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1",
        # Otherwise cdk writes its progress to the error stream only.
        "CI": "true",
    }
    quiet = ["--no-notices", "--no-version-reporting", "--no-color"]
    log = layout.log / "cdk.log"
    assembly = layout.run / "cdk.out"
    with step("cdk deploy") as deploying:
        deploying.note("cdk synth, cdk bootstrap")
        context = [
            *("-c", f"domain={DOMAIN}"),
            *("-c", f"profiles={json.dumps(PROFILES)}"),
            *("-c", f"alertEmailFrom=spawn@{DOMAIN}"),
            # LocalStack: it has no schema registry.
            *("-c", "eventSchemas=false"),
            # Where the tests of alerts listen; on AWS alerts go to the public internet alone.
            *("-c", "alertTrialOrigins=http://127.0.0.1"),
        ]
        synth = [str(cdk), "synth", "--all", "--quiet", "--output", str(assembly), *context, *quiet]
        # In a folder without an app: the bootstrap stack needs none.
        bootstrap = [str(cdk), "bootstrap", f"aws://{ACCOUNT}/{REGION}", *quiet]
        # Neither needs the other, and each takes most of ten seconds to start.
        with concurrent.futures.ThreadPoolExecutor() as both:
            work = []
            if not _is_synthesized(assembly):
                shutil.rmtree(assembly, ignore_errors=True)
                app = ROOT / "cdk-app"
                work.append(both.submit(_run_logged, synth, app, environment, layout.log / "synth.log", "cdk synth"))
            if "CDKToolkit" not in stacks(state):
                work.append(both.submit(_run_logged, bootstrap, layout.run, environment, log, "cdk bootstrap"))
            for done in work:
                done.result()
        command = [
            *(str(cdk), "deploy", "--all", "--app", str(assembly), "--require-approval", "never", "--progress", "events"),
            # A change set to look at first would cost five seconds for each stack, and nobody looks.
            *("--method", "direct", "--outputs-file", str(outputs)),
            *quiet,
        ]
        _run_logged(command, layout.run, environment, log, "cdk deploy", deploying)
        ours = [name for name in stacks(state) if name.startswith(STACK_PREFIX)]
        client = state.client("cloudformation")
        count = sum(
            len(page["StackResourceSummaries"])
            for name in ours
            for page in client.get_paginator("list_stack_resources").paginate(StackName=name)
        )
        deploying.note(f"cdk deploy: {len(ours)} stacks, {count} resources")
    values = {key: value for stack in json.loads(outputs.read_text()).values() for key, value in stack.items()}
    if "BusArn" not in values:
        raise Problem(f"the stacks have no output BusArn; they have {', '.join(sorted(values)) or 'none'}")
    return _write_state(
        layout, dataclasses.replace(state, bus_arn=values["BusArn"], domain=values.get("Domain", DOMAIN))
    )


def _is_synthesized(assembly: Path) -> bool:
    """True if nothing that goes into the stacks is newer than what was made of it."""
    manifest = assembly / "manifest.json"
    if not manifest.exists():
        return False
    made = manifest.stat().st_mtime
    sources = [ROOT / "cdk-app" / "cdk.json", *(ROOT / "cdk-app" / "bin").glob("*")]
    for folder in ("cdk-app/target", "statemachines/target", "functions/target/lambda", "spored/target/dist", "events/target"):
        sources.extend(file for file in (ROOT / folder).rglob("*") if file.is_file())
    return all(source.stat().st_mtime < made for source in sources)


def _train_functions(layout: Layout, tools: Tools, state: State) -> None:
    """An AOT cache for what was just deployed. Once per build, and for all homes."""
    # Set by someone who brings caches of their own, or empty to do without.
    if "SPAWN_AOT_CACHE_DIR" in os.environ:
        return
    pages = state.client("lambda").get_paginator("list_functions").paginate()
    functions = [function for page in pages for function in page["Functions"] if function["FunctionName"].startswith("spawn-")]
    for archive in sorted({function["CodeSha256"] for function in functions}):
        code = FunctionCode(laid_out(layout.home, archive))
        target = layout.aot / f"{code.fingerprint()}.aot"
        if target.exists():
            continue
        same = [function for function in functions if function["CodeSha256"] == archive]
        environment = {"PATH": os.environ.get("PATH", "")}
        for function in same:
            environment.update(function.get("Environment", {}).get("Variables", {}))
        environment.update(emulator.credentials(state.endpoint))
        first = first_events()
        events = {function["Handler"]: first.get(function["FunctionName"], {}) for function in same}
        log = layout.log / "aot.log"
        with step(f"AOT cache for {len(events)} functions (once per build)") as training:
            if not aot.train(code, str(tools.java), events, environment, target, log):
                training.note(f"no AOT cache: functions start slower; why: {short(log)}")


def _run_logged(
    command: list[str], cwd: Path, environment: dict[str, str], log: Path, name: str, shown: Step | None = None
) -> None:
    """Runs to the end, everything into the log, CDK's progress onto the step; a failure shows the end of its output."""
    lines: list[str] = []
    with open(log, "a", encoding="utf-8") as output:
        output.write(f"$ {' '.join(command)}\n")
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        try:
            assert process.stdout is not None
            for line in process.stdout:
                output.write(line)
                lines.append(line.rstrip())
                progress = _PROGRESS.search(line)
                if progress and shown is not None:
                    shown.note(f"cdk deploy: {progress.group(1)} {progress.group(2)} of {progress.group(3)}")
            code = process.wait()
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if code != 0:
        shown_lines = "\n".join(f"    {line}" for line in lines[-25:])
        raise Problem(f"{name} ended with {code} (all of it: {log}):\n{shown_lines}")


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """A second Ctrl-C must not stop the clean-up that the first one asked for."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def end(layout: Layout) -> int:
    """Ends everything of this home. Waits for no lock: it is also the way out when an `up` hangs."""
    with _uninterrupted():
        return _end(layout)


def _end(layout: Layout) -> int:
    count = len(processes.members(layout.home))
    try:
        state = read_state(layout)
    except Problem:
        # Unreadable: the processes carry their mark all the same.
        state = None
    if state is not None and state.host_pid is not None:
        # First the host alone: it ends its instances while there is still an emulator to tell.
        processes.ask_to_end(state.host_pid, layout.home, patience=10)
    processes.end_all(layout.home)
    layout.state_file.unlink(missing_ok=True)
    return count
