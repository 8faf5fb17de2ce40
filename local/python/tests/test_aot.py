"""A cache that was trained in one folder is taken in another one."""

import json
import os
import shutil
import unittest

from spawn_local.executor import aot
from spawn_local.executor.code import FunctionCode
from spawn_local.tools import find_tools
from tests import probe


class AotTest(unittest.TestCase):
    def test_trains_a_cache_that_the_executor_takes(self):
        cache = probe.scratch() / "aot"
        target = cache / f"{probe.default_code().fingerprint()}.aot"
        java = str(find_tools().java)
        environment = {"PATH": os.environ["PATH"]}
        log = probe.scratch() / "aot.log"

        trained = aot.train(probe.default_code(), java, {"Probe::handleRequest": {}, "NoSuchHandler": {}}, environment, target, log)

        self.assertTrue(trained, log.read_text())
        self.assertEqual([file.name for file in cache.iterdir()], [target.name])
        moved = FunctionCode(probe.scratch() / "moved" / "code")
        shutil.copytree(probe.default_code().folder, moved.folder, copy_function=shutil.copy2)
        options = moved.aot_options(str(cache), "Probe", moved.fingerprint())
        # With this the JVM refuses to start when it does not take the cache.
        runtime = probe.start_runtime("Probe", 256, code=moved, options=[*options, "-XX:AOTMode=on"])
        self.addCleanup(runtime.kill)
        runtime.await_ready("r", 30)
        self.assertEqual(json.loads(runtime.invoke(probe.invocation()).payload), "done")

    def test_says_why_there_is_none(self):
        log = probe.scratch() / "failed.log"
        target = probe.scratch() / "none" / "x.aot"

        trained = aot.train(probe.default_code(), "false", {"Probe": {}}, {"PATH": os.environ["PATH"]}, target, log)

        self.assertFalse(trained)
        self.assertEqual(list(target.parent.iterdir()), [])
