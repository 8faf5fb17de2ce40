"""Parses the text of a state machine once, rather than at the beginning of each execution.

LocalStack: its parser takes 130 ms of processor time for the launch flow, and a launch begins three executions. What was
parsed is kept as it was before anything ran, and each execution has a copy of its own (2 ms): the parts of a program keep
what belongs to one execution in themselves.
"""

import functools
import pickle

_MOST = 256


def parse_once() -> None:
    """To be called before the provider is loaded."""
    from localstack.services.stepfunctions.asl.parse.asl_parser import AmazonStateLanguageParser
    from localstack.services.stepfunctions.backend.execution_worker import ExecutionWorker

    @functools.lru_cache(maxsize=_MOST)
    def parsed(definition: str) -> bytes | None:
        try:
            return pickle.dumps(AmazonStateLanguageParser.parse(definition)[0])
        except RecursionError:
            return None

    def copy_of_parsed(self):
        definition = self._evaluation_details.state_machine_details.definition
        kept = parsed(definition)
        # One that is nested too deeply to be copied is parsed anew, as it would have been.
        return pickle.loads(kept) if kept is not None else AmazonStateLanguageParser.parse(definition)[0]

    ExecutionWorker._get_evaluation_entrypoint = copy_of_parsed
