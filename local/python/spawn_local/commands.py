"""What each command does, in words of `cloud`, `host` and `trial`."""

import argparse
import os
import runpy
import shlex
import subprocess
import sys
import unittest
from pathlib import Path

from spawn_local import cloud, emulator, host
from spawn_local.layout import PYTHON_DIR, Layout, Problem, short
from spawn_local.prepare import prepare_browser
from spawn_local.report import say
from spawn_local.tools import find_tools


def run(arguments: argparse.Namespace, layout: Layout) -> int:
    match arguments.command:
        case "try":
            from spawn_local.trial import run_trial

            return run_trial(layout, arguments.keep)
        case "up":
            say(f"spawn on this machine: no account, no Docker    log: {short(layout.log)}")
            cloud.up(layout)
            say("  next: eval \"$(local/env)\", then cli/target/dist/bin/spawn launch …; end it with local/down")
            return 0
        case "down":
            ended = cloud.end(layout)
            say(f"ended {ended} processes" if ended else "nothing was running")
            return 0
        case "status":
            return _status(layout)
        case "logs":
            return _logs(layout, arguments.name, arguments.follow)
        case "env":
            print(environment_script(cloud.running(layout)))
            return 0
        case "interrupt":
            answer = host.interrupt(cloud.running(layout), arguments.name, arguments.seconds)
            print(answer)
            return 0
        case "crash":
            answer = host.crash(cloud.running(layout), arguments.name, arguments.for_good)
            print(answer)
            return 0
        case "dashboard":
            from spawn_local.dashboard import serve

            return serve(cloud.running(layout), arguments.port, arguments.every)
        case "look":
            tools = find_tools()
            browser = prepare_browser(layout, tools, layout.log / "prepare.log")
            # It unpacks itself into the folder for temporary files; that of this project is as good, and ours to remove.
            unpacked = layout.cache / "browser"
            unpacked.mkdir(exist_ok=True)
            return subprocess.call(
                [str(tools.node), str(browser / "look.mjs"), arguments.job], env={**os.environ, "TMPDIR": str(unpacked)}
            )
        case "exec":
            sys.argv = [arguments.script, *arguments.arguments]
            # As Python itself does it: a script may import what lies beside it.
            sys.path.insert(0, str(Path(arguments.script).resolve().parent))
            runpy.run_path(arguments.script, run_name="__main__")
            return 0
        case "test":
            return _test()
    raise AssertionError(arguments.command)


def environment_script(state: cloud.State) -> str:
    """Also takes away what would win over the keys set here."""
    values = {**emulator.credentials(state.endpoint), "SPAWN_BUS": state.bus_arn, "SPAWN_DOMAIN": state.domain}
    exports = [f"export {name}={shlex.quote(value)}" for name, value in values.items()]
    return "\n".join(["unset AWS_PROFILE AWS_SESSION_TOKEN AWS_ENDPOINT_URL_S3", *exports])


def _status(layout: Layout) -> int:
    state = cloud.read_state(layout)
    if state is None or not cloud.is_up(layout, state):
        print(f"down (home {short(layout.home)}). Start it with local/up")
        return 1
    print(f"up at {state.endpoint} since {state.started_at} (home {short(layout.home)})")
    for name, stack in cloud.stacks(state).items():
        print(f"  stack     {name}  {stack}")
    alive = host.is_alive(state)
    print(f"  host      {'pid ' + str(state.host_pid) if alive else 'not running: local/up starts it'}")
    for instance in host.instances(state) if alive else []:
        print(f"  instance  {instance['name']}  {instance['id']}  {instance['state']}  {instance.get('address') or ''}")
    return 0


def _logs(layout: Layout, name: str | None, follow: bool) -> int:
    if name is None:
        for log in sorted(layout.log.glob("*.log")):
            print(f"{log.stem:<28}{log.stat().st_size:>10}  {short(log)}")
        print("\nshow one: local/logs NAME (also the name of an instance); -f goes on as it grows")
        return 0
    files = [layout.log / f"{stem}.log" for stem in (name, f"spawn-{name}") if (layout.log / f"{stem}.log").exists()]
    if not files:
        files = _logs_of_instance(layout, name)
    if not files:
        known = ", ".join(sorted(log.stem for log in layout.log.glob("*.log"))) or "none yet"
        raise Problem(f'no log or instance "{name}". Logs: {known}')
    sys.stdout.flush()
    return subprocess.call(["tail", "-n", "200", *(["-f"] if follow else []), *map(str, files)])


def _logs_of_instance(layout: Layout, name: str) -> list[Path]:
    state = cloud.read_state(layout)
    folders: list[Path] = []
    if state is not None and host.is_alive(state):
        folders = [Path(one["folder"]) for one in host.instances(state) if name in (one["name"], one["id"])]
    folders = folders or [folder for folder in layout.instances.glob(f"{name}*") if folder.is_dir()]
    found = [file for folder in folders for pattern in ("**/*.log", "**/journal*") for file in sorted(folder.glob(pattern))]
    # Among an instance's files is also a journalctl, the command.
    return [file for file in found if file.is_file() and not os.access(file, os.X_OK)]


def _test() -> int:
    os.environ.pop("SPAWN_LOCAL_HOME", None)
    sys.path.insert(0, str(PYTHON_DIR))
    suite = unittest.defaultTestLoader.discover(str(PYTHON_DIR / "tests"), top_level_dir=str(PYTHON_DIR))
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed - len(result.skipped)} passed, {failed} failed, {len(result.skipped)} skipped")
    return 0 if result.wasSuccessful() and result.testsRun else 1

