"""How a function's code lies on disk and becomes a command line: the contract with whoever trains an AOT cache.

A cache that JDK 25 makes (`-XX:AOTCacheOutput`) is accepted only if the class path has the same jars, in the same order,
with the same sizes and modification times; the folder above them may differ. So that a cache from the build fits here:

- layout `<folder>/code/lib/*.jar` (the deployed archive) and `<folder>/ric/*.jar` (the runtime interface client, and the
  class that trains);
- class path: code/lib/*.jar sorted by name, then code/ if it holds anything but lib/, then ric/*.jar sorted by name;
- every jar has the modification time FIXED_TIME;
- the options JVM_OPTIONS;
- the cache is named `<fingerprint>-<simple class name of the handler>.aot`, or `<fingerprint>.aot` for all handlers. The
  fingerprint covers names and bytes of all jars, because with fixed times the JVM itself would not notice other code of
  the same size.
"""

import base64
import functools
import hashlib
import os
import platform
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

# 2000-01-01T00:00:00Z
FIXED_TIME = 946_684_800
JVM_OPTIONS = [
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:-UsePerfData",
    # The client loads a native library and, on Lambda, silences the warnings of older JDKs by Unsafe.
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
]
MAIN_CLASS = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda"
LARGEST_HEAP_MB = 256
# The client unpacks its library to one fixed path below /tmp, over the one that another process has just mapped: that one
# then dies of SIGBUS. With this property (JniHelper of the client, 2.9.0) it loads what is named and unpacks nothing.
NATIVE_CLIENT_PROPERTY = "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI"
NATIVE_CLIENT = "libaws-lambda-jni.so"


@dataclass(frozen=True)
class FunctionCode:
    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "code"

    def class_path(self) -> list[Path]:
        root = [self.root] if any(entry.name != "lib" for entry in self.root.iterdir()) else []
        return [*_jars(self.root / "lib"), *root, *_jars(self.folder / "ric")]

    def fingerprint(self) -> str:
        return _fingerprint(self)

    def hash_jars(self) -> str:
        sha = hashlib.sha256()
        for entry in self.class_path():
            sha.update(f"{entry.relative_to(self.folder)}\0".encode())
            if entry.is_file():
                with open(entry, "rb") as jar:
                    sha.update(hashlib.file_digest(jar, "sha256").digest())
        return sha.hexdigest()[:32]

    def command(self, java: str, handler: str, memory_mb: int, temporary: Path, options: list[str]) -> list[str]:
        # Lambda gives the heap 85 % of a function's memory; more than 256 MB each would be too much on one machine.
        heap = max(32, min(LARGEST_HEAP_MB, memory_mb * 85 // 100))
        return [
            java,
            f"-Xmx{heap}m",
            *JVM_OPTIONS,
            *options,
            *self._native_client(),
            f"-Djava.io.tmpdir={temporary}",
            # Not into the code's folder, which is the working directory and on the class path.
            f"-XX:ErrorFile={temporary}/hs_err_pid%p.log",
            "-cp",
            ":".join(str(entry) for entry in self.class_path()),
            MAIN_CLASS,
            handler,
        ]

    def _native_client(self) -> list[str]:
        library = self.folder / "ric" / NATIVE_CLIENT
        return [f"-D{NATIVE_CLIENT_PROPERTY}={library}"] if library.exists() else []

    def aot_options(self, cache_dir: str | None, handler: str, fingerprint: str) -> list[str]:
        """Empty without a fitting cache: a named cache that is missing makes the JVM write errors into the log."""
        if not cache_dir:
            return []
        simple_name = handler.split("::")[0].rpartition(".")[2]
        for name in (f"{fingerprint}-{simple_name}.aot", f"{fingerprint}.aot"):
            if (Path(cache_dir) / name).is_file():
                return [f"-XX:AOTCache={Path(cache_dir) / name}"]
        return []


def lay_out(source: Path, client: Path, folder: Path) -> FunctionCode:
    """Puts the unpacked archive and the client below one folder, with fixed times; done once per folder."""
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix=".making-", dir=folder.parent))
        try:
            shutil.copytree(source, making / "code")
            shutil.copytree(client, making / "ric")
            for jar in [*_jars(making / "code" / "lib"), *_jars(making / "ric")]:
                os.utime(jar, (FIXED_TIME, FIXED_TIME))
            _unpack_native_client(making / "ric")
            try:
                making.rename(folder)
            except OSError:
                # Another function with the same code was quicker; its copy is as good.
                if not folder.exists():
                    raise
        finally:
            shutil.rmtree(making, ignore_errors=True)
    return FunctionCode(folder)


def _unpack_native_client(client: Path) -> None:
    machine = {"x86_64": "x86_64", "aarch64": "aarch_64"}.get(platform.machine(), platform.machine())
    system = "linux" if platform.libc_ver()[0] == "glibc" else "linux_musl"
    name = f"jni/libaws-lambda-jni.{system}-{machine}.so"
    for jar in _jars(client):
        with zipfile.ZipFile(jar) as archive:
            if name in archive.namelist():
                (client / NATIVE_CLIENT).write_bytes(archive.read(name))


# The folder is never changed once it is there, and hashing 30 MB at every start of a process would be felt.
@functools.cache
def _fingerprint(code: FunctionCode) -> str:
    return code.hash_jars()


def laid_out(home: Path, code_sha256: str) -> Path:
    """Where an archive lies in a cloud's home; functions with the same archive share it. The hash is Lambda's, base64."""
    return home / "run" / "functions" / base64.b64decode(code_sha256).hex()[:32]


def _jars(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.jar"), key=lambda jar: jar.name)
