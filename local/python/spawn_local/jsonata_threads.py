"""Lets a thread that has evaluated an expression of a flow go.

LocalStack: JSONata runs in a JVM inside its process, where JPype keeps each thread of Python's that ever came, and the JSONata for
Java keeps a thread's last expression, parsed. Each state of an execution has a thread of its own, so that after some 9,000 of them
the JVM's memory was used up and the emulator stood still: a sweep got to 230 of 300 rows.
https://jpype.readthedocs.io/en/latest/userguide.html#threading
"""

import functools

from localstack.services.stepfunctions.asl.jsonata import jsonata


def let_go() -> None:
    """To be called before the first expression is evaluated."""
    jsonata._JSONataJVMBridge.eval_jsonata = _detached(jsonata._JSONataJVMBridge.eval_jsonata)


def _detached(evaluate):
    @functools.wraps(evaluate)
    def and_let_go(*arguments):
        from java.lang import Thread

        try:
            return evaluate(*arguments)
        finally:
            Thread.detach()

    return and_let_go
