"""Finds the tools that the machine must bring; a missing one is named, with how to get it. Standard library only."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from spawn_local.layout import LOCAL_DIR, Problem

JAVA_VERSION = 25
NODE_VERSION = 20
PYTHON_VERSION = (3, 13)


@dataclass(frozen=True)
class Tools:
    java_home: Path
    java_version: str
    node: Path
    node_version: str
    npm: Path
    maven: Path

    @property
    def java(self) -> Path:
        return self.java_home / "bin" / "java"

    @property
    def javac(self) -> Path:
        return self.java_home / "bin" / "javac"


def find_tools() -> Tools:
    """All tools, or one Problem that names every missing one, so that a newcomer installs once."""
    problems: list[str] = []
    java_home = _java_home()
    if java_home is None:
        problems.append(
            f"JDK {JAVA_VERSION} or newer: not in JAVA_HOME, on PATH or in the usual folders. Install a JDK {JAVA_VERSION} "
            f"(Temurin: package temurin-{JAVA_VERSION}-jdk; SDKMAN: sdk install java {JAVA_VERSION}-tem) or set JAVA_HOME"
        )
    node = shutil.which("node")
    node_version = _version([node, "--version"]) if node else None
    if node_version is None or int(node_version.split(".")[0]) < NODE_VERSION:
        problems.append(
            f"Node {NODE_VERSION} or newer: found {node_version or 'none'}. Install Node {NODE_VERSION} "
            "(package nodejs; nvm install 20) and put it on PATH"
        )
    npm = shutil.which("npm")
    if npm is None:
        problems.append("npm: not found. It comes with Node (Debian: package npm)")
    maven = shutil.which("mvn")
    if maven is None:
        problems.append("Maven 3.8 or newer: not found. Install it (package maven; sdk install maven) and put mvn on PATH")
    # The bootstrap of an instance verifies the agent with it, here as on EC2.
    if shutil.which("openssl") is None:
        problems.append("openssl: not found. Install it (package openssl; Debian's ca-certificates brings it along)")
    if sys.version_info[:2] != PYTHON_VERSION:
        problems.append(
            f"Python 3.13: this is {sys.version.split()[0]}. Install it (uv python install 3.13; pyenv install 3.13), "
            "and run the scripts in local/, which find it"
        )
    if problems:
        raise Problem("missing on this machine:\n" + "\n".join(f"  - {problem}" for problem in problems))
    assert java_home and node and npm and maven and node_version
    return Tools(java_home, _java_release(java_home) or "", Path(node), node_version, Path(npm), Path(maven))


def _java_home() -> Path | None:
    """As every script of the project finds it; what is missing there is said in our own list."""
    done = subprocess.run([str(LOCAL_DIR / "jdk")], capture_output=True, text=True, check=False)
    return Path(done.stdout.strip()) if done.returncode == 0 else None


def _java_release(home: Path) -> str | None:
    release = home / "release"
    if not release.is_file():
        return None
    found = re.search(r'^JAVA_VERSION="([^"]+)"', release.read_text(), re.MULTILINE)
    return found.group(1) if found else None


def _version(command: list[str]) -> str | None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"\d+(\.\d+)+", done.stdout)
    return found.group(0) if done.returncode == 0 and found else None
