"""What has gone wrong before, or would go wrong unseen."""

import os
import re
import tempfile
import unittest
import zipfile
from pathlib import Path
from unittest import mock

from spawn_local import emulator, processes
from spawn_local.executor.code import FIXED_TIME, lay_out
from spawn_local.layout import PYTHON_DIR, Layout, Problem


class LockTest(unittest.TestCase):
    def test_names_hashes_and_no_registry(self):
        lock = (PYTHON_DIR / "requirements.lock").read_text()

        self.assertNotRegex(lock, r"https?://|--(extra-)?index-url")
        for requirement in re.findall(r"^(\S+==\S+) \\$", lock, re.MULTILINE):
            self.assertIn(f"{requirement} \\\n    --hash=sha256:", lock)


class PortTest(unittest.TestCase):
    def test_refuses_a_port_that_is_none(self):
        for text in ("no", "0", "65536"):
            with self.subTest(text), mock.patch.dict(os.environ, {"SPAWN_LOCAL_PORT": text}):
                with self.assertRaisesRegex(Problem, f'SPAWN_LOCAL_PORT "{text}"'):
                    emulator.choose_port()

    def test_refuses_a_port_in_use_and_goes_around_the_usual_one(self):
        with emulator.occupied() as port:
            with mock.patch.dict(os.environ, {"SPAWN_LOCAL_PORT": str(port)}):
                with self.assertRaisesRegex(Problem, "is in use"):
                    emulator.choose_port()
            with mock.patch.object(emulator, "DEFAULT_PORT", port):
                self.assertNotEqual(emulator.choose_port(), port)


class ProcessTest(unittest.TestCase):
    def test_ends_what_carries_its_mark_and_nothing_else(self):
        with tempfile.TemporaryDirectory() as folder:
            home, other = Path(folder) / "one", Path(folder) / "two"
            script = 'trap "" TERM; sleep 60 & sleep 60; wait'
            ours = processes.start(["bash", "-c", script], dict(os.environ), home / "log", home)
            strange = processes.start(["sleep", "60"], dict(os.environ), other / "log", other)

            ended = processes.end_all(home, patience=0.5)

            self.assertGreaterEqual(ended, 1)
            self.assertEqual(processes.members(home), [])
            self.assertIsNotNone(processes.exit_code(ours))
            self.assertIsNone(processes.exit_code(strange))
            processes.end_all(other)

    def test_a_client_sees_nothing_of_a_real_account(self):
        with mock.patch.dict(os.environ, {"AWS_PROFILE": "work", "AWS_SESSION_TOKEN": "secret"}):
            environment = emulator.client_environment("http://127.0.0.1:1")

        self.assertFalse({"AWS_PROFILE", "AWS_SESSION_TOKEN"} & environment.keys())


class CodeTest(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        for name, text in {"archive/lib/b.jar": "b", "archive/lib/a.jar": "a"}.items():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        (self.folder / "client").mkdir()
        with zipfile.ZipFile(self.folder / "client" / "ric.jar", "w") as client:
            client.writestr("Client.class", "")

    def lay_out(self, name: str):
        return lay_out(self.folder / "archive", self.folder / "client", self.folder / name)

    def test_orders_the_class_path_and_fixes_times(self):
        code = self.lay_out("code")

        entries = [str(entry.relative_to(code.folder)) for entry in code.class_path()]
        self.assertEqual(entries, ["code/lib/a.jar", "code/lib/b.jar", "ric/ric.jar"])
        self.assertEqual({entry.stat().st_mtime for entry in code.class_path()}, {FIXED_TIME})

    def test_has_the_root_on_the_class_path_when_there_is_something_in_it(self):
        (self.folder / "archive" / "X.class").write_text("")
        code = self.lay_out("code")

        self.assertIn(code.root, code.class_path())

    def test_takes_an_aot_cache_only_for_the_very_same_jars(self):
        code = self.lay_out("code")
        cache = self.folder / "aot"
        cache.mkdir()
        (cache / f"{code.fingerprint()}-PlanHandler.aot").write_text("")
        (self.folder / "archive" / "lib" / "a.jar").write_text("c")
        other = self.lay_out("other")

        handler = "host.spore.PlanHandler::handleRequest"
        found = code.aot_options(str(cache), handler, code.fingerprint())
        self.assertEqual(found, [f"-XX:AOTCache={cache}/{code.fingerprint()}-PlanHandler.aot"])
        self.assertEqual(other.aot_options(str(cache), handler, other.fingerprint()), [])

    def test_the_fingerprint_does_not_know_the_folder(self):
        self.assertEqual(self.lay_out("one").fingerprint(), self.lay_out("two").fingerprint())


class LayoutTest(unittest.TestCase):
    def test_lies_where_the_environment_says(self):
        layout = Layout.from_environment({"SPAWN_LOCAL_HOME": "/somewhere/else"})

        self.assertEqual(layout.state_file, Path("/somewhere/else/run/state.json"))
        self.assertTrue(layout.cache.name == ".cache")
