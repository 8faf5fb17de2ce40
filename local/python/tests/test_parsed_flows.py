"""A flow is parsed once, and no execution has the program of another."""

import json
import types
import unittest
from unittest import mock

from localstack.services.stepfunctions.asl.parse.asl_parser import AmazonStateLanguageParser
from localstack.services.stepfunctions.backend.execution_worker import ExecutionWorker

from spawn_local import parsed_flows


class ParsedFlowsTest(unittest.TestCase):
    def setUp(self):
        # Put back what is patched here: other tests have the provider as it comes.
        patched = mock.patch.object(ExecutionWorker, "_get_evaluation_entrypoint")
        patched.start()
        self.addCleanup(patched.stop)
        parsing = mock.patch.object(AmazonStateLanguageParser, "parse", side_effect=AmazonStateLanguageParser.parse)
        self.parse = parsing.start()
        self.addCleanup(parsing.stop)
        parsed_flows.parse_once()

    def test_parses_a_text_once_and_gives_each_execution_a_program_of_its_own(self):
        first, second = self.program(_flow("A")), self.program(_flow("A"))
        other = self.program(_flow("B"))

        self.assertEqual(self.parse.call_count, 2)
        self.assertIsNot(first, second)
        self.assertIs(type(first), type(second))
        self.assertEqual([str(program.start_at.start_at_name) for program in (first, second, other)], ["A", "A", "B"])

    def test_parses_what_is_too_deep_to_be_copied_each_time(self):
        with mock.patch("pickle.dumps", side_effect=RecursionError):
            self.program(_flow("A"))
        self.program(_flow("A"))

        self.assertEqual(self.parse.call_count, 3)

    def program(self, definition: str):
        details = types.SimpleNamespace(state_machine_details=types.SimpleNamespace(definition=definition))
        return ExecutionWorker._get_evaluation_entrypoint(types.SimpleNamespace(_evaluation_details=details))


def _flow(name: str) -> str:
    return json.dumps({"StartAt": name, "States": {name: {"Type": "Pass", "End": True}}})
