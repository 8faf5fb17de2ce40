"""Puts in place what the embedded cloud needs: the Python environment, the jars, the CDK command line.

Standard library only, since it makes the environment that everything else runs in. Each part is made in a temporary
folder and renamed when complete, under one lock, so that two clouds may prepare at once and a broken download leaves no
half of anything behind.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from spawn_local.executor.aot import TRAINING_CLASS, TRAINING_JAR
from spawn_local.layout import LOCAL_DIR, PYTHON_DIR, ROOT, Layout, Problem, digest
from spawn_local.tools import Tools

LOADER = "ddb-local-loader-0.1.jar"


@contextlib.contextmanager
def _lock(layout: Layout) -> Iterator[None]:
    layout.cache.mkdir(parents=True, exist_ok=True)
    with open(layout.cache / ".lock", "w", encoding="utf-8") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _folder_made_whole(target: Path) -> Iterator[Path]:
    making = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield making
        making.rename(target)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def prepare_python(layout: Layout, log: Path) -> None:
    """The virtual environment with the pinned LocalStack: by uv where it is installed (9 s), else by pip (75 s)."""
    marker = layout.venv / ".complete"
    if marker.exists():
        return
    with _lock(layout):
        if marker.exists():
            return
        # Not made aside and renamed as the other parts are: the scripts in a virtual environment know its address.
        shutil.rmtree(layout.venv, ignore_errors=True)
        lock = str(PYTHON_DIR / "requirements.lock")
        uv = shutil.which("uv")
        if uv:
            _run([uv, "venv", "--quiet", "--python", sys.executable, str(layout.venv)], log)
            install = [uv, "pip", "install", "--quiet", "--python", str(layout.venv_python)]
        else:
            _run([sys.executable, "-m", "venv", str(layout.venv)], log)
            install = [str(layout.venv_python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*install, "--require-hashes", "-r", lock], log)
        marker.touch()


def prepare_jars(layout: Layout, tools: Tools, log: Path) -> None:
    """DynamoDB Local, JSONata and Lambda's runtime interface client, by Maven, laid out as LocalStack expects them."""
    if layout.jars.exists():
        return
    with _lock(layout):
        if layout.jars.exists():
            return
        with _folder_made_whole(layout.jars) as making:
            pom = str(PYTHON_DIR / "jars" / "pom.xml")
            raw = making / "raw"
            environment = {**os.environ, "JAVA_HOME": str(tools.java_home)}
            _run(
                [str(tools.maven), "-q", "-B", "-C", "-f", pom, "package", f"-Djars.out={raw}"], log, environment
            )
            _lay_out_client(raw / "runtime-interface-client", making / "ric", tools, log)
            _lay_out_jsonata(raw / "jsonata", making / "jsonata")
            _lay_out_dynamodb(raw / "dynamodb-local", making / "dynamodb", tools, log)
            shutil.rmtree(raw)


def _lay_out_client(raw: Path, target: Path, tools: Tools, log: Path) -> None:
    raw.rename(target)
    with tempfile.TemporaryDirectory() as classes:
        source = str(PYTHON_DIR / "jars" / f"{TRAINING_CLASS}.java")
        _run([str(tools.javac), "-cp", f"{target}/*", "-d", classes, source], log)
        _jar(target / TRAINING_JAR, {}, Path(classes))


def _lay_out_jsonata(raw: Path, target: Path) -> None:
    raw.rename(target)
    for jar in target.glob("jsonata-*.jar"):
        # LocalStack looks for the version it would have downloaded.
        jar.rename(target / "jsonata-0.9.7.jar")


def _lay_out_dynamodb(raw: Path, target: Path, tools: Tools, log: Path) -> None:
    libraries = target / "DynamoDBLocal_lib"
    target.mkdir()
    raw.rename(libraries)
    for native in [*libraries.glob("libsqlite4java-*.so"), *libraries.glob("libsqlite4java-*.dylib")]:
        native.rename(native.with_name(native.name.rpartition("-")[0] + native.suffix))
    jars = sorted(jar.name for jar in libraries.glob("*.jar"))
    with tempfile.TemporaryDirectory() as classes:
        source = str(PYTHON_DIR / "jars" / "LoopbackDynamoDb.java")
        _run([str(tools.javac), "-cp", f"{libraries}/*", "-d", classes, source], log)
        manifest = {
            "Main-Class": "LoopbackDynamoDb",
            "Class-Path": " ".join(f"DynamoDBLocal_lib/{jar}" for jar in jars),
        }
        _jar(target / "DynamoDBLocal.jar", manifest, Path(classes))
        _jar(target / LOADER, {"Premain-Class": "LoopbackDynamoDb"}, Path(classes))


def _jar(target: Path, manifest: dict[str, str], classes: Path) -> None:
    lines = ["Manifest-Version: 1.0"]
    for key, value in manifest.items():
        line = f"{key}: {value}"
        # A manifest line holds 72 bytes; what is longer goes on after a blank.
        lines.append(line[:70])
        lines.extend(f" {line[at : at + 69]}" for at in range(70, len(line), 69))
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("META-INF/MANIFEST.MF", "\r\n".join(lines) + "\r\n\r\n")
        for file in sorted(classes.rglob("*.class")):
            archive.write(file, file.name)


def prepare_emulator_root(layout: Layout, tools: Tools) -> None:
    """Links the shared parts to where LocalStack would download them to, for this home."""
    library = layout.emulator_root / "var" / "lib" / "localstack" / "lib"
    for place, source in {
        "java/21": tools.java_home,
        "jsonata/0.9.7": layout.jars / "jsonata",
        "dynamodb-local/2": layout.jars / "dynamodb",
    }.items():
        link = library / place
        link.parent.mkdir(parents=True, exist_ok=True)
        if link.is_symlink():
            if link.readlink() == source:
                continue
            link.unlink()
        link.symlink_to(source)


def prepare_cdk(layout: Layout, tools: Tools, log: Path) -> Path:
    """The CDK command line that cdk-app pins, in cdk-app/node_modules."""
    app = ROOT / "cdk-app"
    _install(layout, tools, log, app, "the CDK command line (npm aws-cdk)", ".bin/cdk")
    return app / "node_modules" / ".bin" / "cdk"


def prepare_browser(layout: Layout, tools: Tools, log: Path) -> Path:
    """The Chromium that local/browser pins, in local/browser/node_modules."""
    browser = LOCAL_DIR / "browser"
    _install(layout, tools, log, browser, "a Chromium (npm @sparticuz/chromium)", "puppeteer-core")
    return browser


def _install(layout: Layout, tools: Tools, log: Path, folder: Path, what: str, proof: str) -> None:
    """What a package-lock.json pins, once for each state of it."""
    lock = folder / "package-lock.json"
    if not lock.exists():
        raise Problem(f"{lock.relative_to(ROOT)} is missing: it pins {what}")
    marker = folder / "node_modules" / f".spawn-{digest(lock)}"

    def is_there() -> bool:
        return marker.exists() and (folder / "node_modules" / proof).exists()

    if is_there():
        return
    with _lock(layout):
        if not is_there():
            _run([str(tools.npm), "ci", "--no-audit", "--no-fund", "--loglevel=error"], log, cwd=folder)
            marker.touch()


def _run(command: list[str], log: Path, environment: dict[str, str] | None = None, cwd: Path | None = None) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "ab") as output:
        output.write(f"$ {' '.join(command)}\n".encode())
        output.flush()
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, cwd=cwd, check=False
        )
    if done.returncode != 0:
        tail = "\n".join(f"    {line}" for line in log.read_text(errors="replace").splitlines()[-15:])
        raise Problem(f"{command[0]} ended with {done.returncode}; the end of {log}:\n{tail}")
