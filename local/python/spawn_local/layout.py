"""Where everything lies. Standard library only: it also runs before the virtual environment exists."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

PYTHON_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = PYTHON_DIR.parent
ROOT = LOCAL_DIR.parent

ACCOUNT = "000000000000"
REGION = "us-east-1"
DOMAIN = "spore.host"
BUS = "spawn"
STACK_PREFIX = "Spawn"

# One profile that launches can name, so that it can be seen how one reads its secrets: `--instance-profile lab`.
PROFILES = {
    "lab": {"secrets": [f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/lab/{name}" for name in ("token", "absent")]},
}


class Problem(Exception):
    """Something that a person can act on: shown as one line, without a stack trace."""


@dataclass(frozen=True)
class Layout:
    """The folders of one embedded cloud (`home`) and of what all clouds of this clone share (`cache`)."""

    home: Path
    cache: Path

    @staticmethod
    def from_environment(environment=os.environ) -> "Layout":
        home = environment.get("SPAWN_LOCAL_HOME") or str(LOCAL_DIR / ".cloud")
        cache = environment.get("SPAWN_LOCAL_CACHE") or str(LOCAL_DIR / ".cache")
        return Layout(Path(home).absolute(), Path(cache).absolute())

    @property
    def run(self) -> Path:
        return self.home / "run"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def instances(self) -> Path:
        return self.home / "instances"

    @property
    def emulator_root(self) -> Path:
        """FILESYSTEM_ROOT of LocalStack."""
        return self.home / "lib" / "localstack"

    @property
    def state_file(self) -> Path:
        return self.run / "state.json"

    @property
    def venv(self) -> Path:
        # Named after the lock: a changed lock makes a new environment, an interrupted install is never mistaken for one.
        return self.cache / f"venv-{digest(PYTHON_DIR / 'requirements.lock')}"

    @property
    def venv_python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def jars(self) -> Path:
        # Named after what it is made from and by.
        sources = sorted((PYTHON_DIR / "jars").rglob("*.*"))
        return self.cache / f"jars-{digest(*sources, PYTHON_DIR / 'spawn_local' / 'prepare.py')}"

    @property
    def aot(self) -> Path:
        return self.cache / "aot"

    def make(self) -> None:
        for folder in (self.run, self.run / "tmp", self.log, self.instances, self.cache):
            folder.mkdir(parents=True, exist_ok=True)


def digest(*files: Path) -> str:
    sha = hashlib.sha256()
    for file in files:
        sha.update(file.read_bytes())
    return sha.hexdigest()[:12]


def short(path: Path) -> str:
    """As a person in this folder would write it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
