"""The commands of local/. Makes the Python environment when it is missing, then goes on inside it."""

import argparse
import os
import signal
import sys
from pathlib import Path

from spawn_local.layout import Layout, Problem
from spawn_local.prepare import prepare_python
from spawn_local.report import say, step
from spawn_local.tools import find_tools


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="local", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)
    trial = commands.add_parser("try", prog="local/try", help="one launch from the command to the instance's end")
    trial.add_argument("--keep", action="store_true", help="leave the cloud up afterwards")
    commands.add_parser("up", prog="local/up", help="build, start and deploy; again: build and deploy what changed")
    commands.add_parser("down", prog="local/down", help="end everything that up started")
    commands.add_parser("status", prog="local/status", help="what runs (exit 0 if the cloud is up)")
    logs = commands.add_parser("logs", prog="local/logs", help="list the logs, or show one")
    logs.add_argument("name", nargs="?", help="a log, a function (spawn-plan or plan) or an instance")
    logs.add_argument("-f", "--follow", action="store_true", help="go on as it grows")
    commands.add_parser("env", prog="local/env", help="variables for a shell: eval \"$(local/env)\"")
    interrupt = commands.add_parser("interrupt", prog="local/interrupt", help="give an instance a spot notice")
    interrupt.add_argument("name", help="name or id of the instance")
    interrupt.add_argument("--seconds", type=int, default=None, help="of notice (120 on AWS)")
    crash = commands.add_parser("crash", prog="local/crash", help="kill the agent of an instance")
    crash.add_argument("name", help="name or id of the instance")
    crash.add_argument("--for-good", action="store_true", help="and do not let it be started again")
    dashboard = commands.add_parser("dashboard", prog="local/dashboard", help="the dashboard's widgets as one page, on loopback")
    dashboard.add_argument("--port", type=int, default=0, help="to listen on (a free one)")
    dashboard.add_argument("--every", type=float, default=5, help="seconds between two looks (5)")
    look = commands.add_parser("look", prog="local/python/run look", help="pages in a real browser; see local/browser")
    look.add_argument("job", help="a file that says what to look at")
    script = commands.add_parser("exec", prog="local/python/run exec", help="a script of bench/, inside the environment")
    script.add_argument("script", help="the file")
    script.add_argument("arguments", nargs=argparse.REMAINDER, help="what it is given")
    commands.add_parser("test", prog="local/python/test", help="the tests of this package")
    return parser


def main() -> int:
    arguments = _parser().parse_args()
    layout = Layout.from_environment()
    # A plain `kill` and a closed terminal end us as a Ctrl-C does: through the same clean-up.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda signalled, frame: sys.exit(128 + signalled))
    try:
        layout.make()
        if Path(sys.prefix) != layout.venv:
            _go_on_inside(layout)
        from spawn_local.commands import run

        return run(arguments, layout)
    except Problem as problem:
        say(f"local: {problem}")
        return 1
    except KeyboardInterrupt:
        say("\nlocal: interrupted")
        return 130


def _go_on_inside(layout: Layout) -> None:
    if not (layout.venv / ".complete").exists():
        find_tools()
        with step("Python environment with the pinned LocalStack (once)"):
            prepare_python(layout, layout.log / "prepare.log")
    python = str(layout.venv_python)
    os.execv(python, [python, "-m", "spawn_local", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
