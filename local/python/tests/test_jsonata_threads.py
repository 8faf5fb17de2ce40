"""The JVM beside the emulator keeps none of the threads that have been there."""

import threading
import unittest

import jpype
from localstack.services.stepfunctions.asl.jsonata import jsonata

from spawn_local import jsonata_threads
from spawn_local.layout import Layout
from spawn_local.prepare import prepare_jars
from spawn_local.tools import find_tools

MANY = 30


class ThreadsTest(unittest.TestCase):
    def setUp(self):
        layout = Layout.from_environment()
        tools = find_tools()
        prepare_jars(layout, tools, layout.log / "prepare.log")
        if not jpype.isJVMStarted():
            library = tools.java.parent.parent / "lib/server/libjvm.so"
            jpype.startJVM(str(library), classpath=[str(layout.jars / "jsonata" / "*")], interrupt=False)
        from com.dashjoin.jsonata.Jsonata import jsonata as parse
        from com.fasterxml.jackson.databind import ObjectMapper

        self.bridge = object.__new__(jsonata._JSONataJVMBridge)
        self.bridge._java_OBJECT_MAPPER = ObjectMapper()
        self.bridge._java_JSONATA = parse
        evaluate = jsonata._JSONataJVMBridge.eval_jsonata
        self.addCleanup(setattr, jsonata._JSONataJVMBridge, "eval_jsonata", evaluate)

    def test_a_thread_that_evaluated_is_gone_when_it_has_ended(self):
        self.assertGreaterEqual(self._kept(), MANY, "nothing is left to mend: take the patch away")

        jsonata_threads.let_go()

        self.assertEqual(self._kept(), 0)

    def test_answers_and_failures_are_the_same(self):
        jsonata_threads.let_go()

        self.assertEqual(self.bridge.eval_jsonata('($a:=[1,2];{"sum":$sum($a)})'), {"sum": 3})
        with self.assertRaises(jsonata.JSONataException):
            self.bridge.eval_jsonata("$nobody(1)")

    def _kept(self) -> int:
        """How many threads the JVM has more, after many have come and ended."""
        stacks = jpype.JClass("java.lang.Thread").getAllStackTraces
        before = stacks().size()
        for _ in range(MANY):
            thread = threading.Thread(target=self.bridge.eval_jsonata, args=("1+1",))
            thread.start()
            thread.join()
        return stacks().size() - before
