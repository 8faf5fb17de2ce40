"""An emulator for the tests: its own home and port, the shared caches, gone without a trace afterwards."""

import shutil
import tempfile
import threading
from pathlib import Path

import boto3
from botocore.config import Config

from spawn_local import emulator, processes
from spawn_local.layout import ACCOUNT, REGION, Layout
from spawn_local.prepare import prepare_emulator_root, prepare_jars
from spawn_local.tools import find_tools


class Cloud:
    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="spawn-cloud-"))
        self.layout = Layout(self.home, Layout.from_environment().cache)
        self.layout.make()
        tools = find_tools()
        try:
            prepare_jars(self.layout, tools, self.layout.log / "prepare.log")
            prepare_emulator_root(self.layout, tools)
            port = emulator.any_free_port()
            self.endpoint = f"http://127.0.0.1:{port}"
            self.pid = emulator.start(self.layout, tools, port)
            emulator.await_ready(self.pid, self.endpoint, self.layout.log / "localstack.log")
        except BaseException:
            self.close()
            raise

    def client(self, service: str, account: str = ACCOUNT):
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id=account,
            aws_secret_access_key="test",
            config=Config(retries={"total_max_attempts": 1}, read_timeout=120),
        )

    def close(self) -> None:
        processes.end_all(self.home)
        left = processes.members(self.home)
        shutil.rmtree(self.home, ignore_errors=True)
        assert not left, f"processes left behind: {left}"


_lock = threading.Lock()
_cloud: Cloud | None = None


def cloud() -> Cloud:
    """One for all test modules, started when the first one asks."""
    global _cloud
    with _lock:
        if _cloud is None:
            _cloud = Cloud()
        return _cloud


def close() -> None:
    global _cloud
    with _lock:
        if _cloud is not None:
            _cloud.close()
            _cloud = None
