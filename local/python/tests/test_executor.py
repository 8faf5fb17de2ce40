"""Each way in which a function can fail becomes, at once, the error that Lambda gives."""

import json
import os
import threading
import time
import unittest

from spawn_local.executor.code import NATIVE_CLIENT
from spawn_local.executor.pool import Pool, TooManyInvocations
from spawn_local.executor.runtime import InitFailed, Runtime
from tests import probe

# Far above what any of these takes, far below the time-outs that a hanging executor would run into.
AT_ONCE_SECONDS = 10


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def await_end(pid: int) -> None:
    deadline = time.monotonic() + AT_ONCE_SECONDS
    while is_alive(pid):
        assert time.monotonic() < deadline, f"process {pid} is still there"
        time.sleep(0.01)


class RuntimeTest(unittest.TestCase):
    def started(self, handler: str = "Probe", memory_mb: int = 256, **variables: str) -> Runtime:
        runtime = probe.start_runtime(handler, memory_mb, **variables)
        self.addCleanup(runtime.kill)
        return runtime

    def answered(self, payload: str, timeout_seconds: float = 20, memory_mb: int = 256):
        runtime = self.started(memory_mb=memory_mb)
        runtime.await_ready("r", 30)
        invocation = probe.invocation(payload, timeout_seconds)
        began = time.monotonic()
        answer = runtime.invoke(invocation)
        self.assertLess(time.monotonic() - began, AT_ONCE_SECONDS)
        return invocation, answer, runtime

    def error_of(self, payload: str, timeout_seconds: float = 20, memory_mb: int = 256):
        invocation, answer, runtime = self.answered(payload, timeout_seconds, memory_mb)
        self.assertTrue(answer.is_error)
        return invocation, json.loads(answer.payload), runtime

    def test_answers_and_logs(self):
        invocation, answer, _ = self.answered('"hello"')

        self.assertEqual((answer.payload, answer.is_error), (b'"done"', False))
        self.assertIn('probe heard "hello"\n', answer.logs)
        self.assertTrue(answer.logs.startswith(f"START RequestId: {invocation.request_id}"))
        self.assertIn(f"REPORT RequestId: {invocation.request_id}", answer.logs)

    def test_shares_no_native_library_that_another_process_could_overwrite(self):
        runtime = self.started()
        runtime.await_ready("r", 30)

        with open(f"/proc/{runtime.pid}/maps", encoding="utf-8") as maps:
            mapped = {line.split()[-1] for line in maps if "libaws-lambda-jni" in line}
        self.assertEqual(mapped, {str(probe.default_code().folder / "ric" / NATIVE_CLIENT)})

    def test_gives_context_and_variables(self):
        runtime = self.started(PROBE_VARIABLE="set")
        runtime.await_ready("r", 30)

        context = json.loads(runtime.invoke(probe.invocation('"context"', 20)).payload)

        self.assertEqual((context["function"], context["memory"], context["variable"]), ("probe", 256, "set"))
        self.assertEqual(context["arn"], "arn:aws:lambda:us-east-1:000000000000:function:probe")
        self.assertTrue(15_000 < context["left"] <= 20_000, context["left"])

    def test_keeps_a_log_for_the_invocation_it_belongs_to(self):
        runtime = self.started()
        runtime.await_ready("r", 30)
        runtime.invoke(probe.invocation('"first"'))

        second = runtime.invoke(probe.invocation('"second"'))

        self.assertIn("second", second.logs)
        self.assertNotIn("first", second.logs)

    def test_names_the_class_of_an_exception(self):
        _, error, _ = self.error_of('"throw"')

        self.assertEqual((error["errorType"], error["errorMessage"]), ("Probe$Wanted", "as asked"))

    def test_reports_an_exit(self):
        invocation, error, _ = self.error_of('"exit"')

        self.assertEqual(error["errorType"], "Runtime.ExitError")
        self.assertEqual(
            error["errorMessage"],
            f"RequestId: {invocation.request_id} Error: Runtime exited with error: exit status 3",
        )

    def test_reports_an_exit_without_a_reason(self):
        _, error, _ = self.error_of('"halt"')

        self.assertEqual(error["errorType"], "Runtime.ExitError")
        self.assertIn("Runtime exited without providing a reason", error["errorMessage"])

    def test_reports_a_killed_process(self):
        runtime = self.started()
        runtime.await_ready("r", 30)
        threading.Timer(0.3, os.kill, (runtime.pid, 9)).start()

        error = json.loads(runtime.invoke(probe.invocation('"hang"')).payload)

        self.assertEqual(error["errorType"], "Runtime.ExitError")
        self.assertIn("signal: killed", error["errorMessage"])

    def test_cuts_a_hanging_function_at_its_time_out(self):
        invocation, error, runtime = self.error_of('"hang"', timeout_seconds=1)

        self.assertEqual(error["errorType"], "Sandbox.Timedout")
        self.assertEqual(
            error["errorMessage"], f"RequestId: {invocation.request_id} Error: Task timed out after 1.00 seconds"
        )
        self.assertFalse(is_alive(runtime.pid))

    def test_reports_a_heap_that_is_full(self):
        _, error, _ = self.error_of('"memory"', memory_mb=128)

        self.assertEqual(error["errorType"], "java.lang.OutOfMemoryError")

    def test_refuses_a_response_above_the_limit(self):
        _, error, _ = self.error_of('"large"')

        self.assertEqual(error["errorType"], "Function.ResponseSizeTooLarge")

    def test_reports_an_unknown_handler(self):
        runtime = self.started("host.spore.NoSuchHandler")
        runtime.await_ready("r", 30)

        error = json.loads(runtime.invoke(probe.invocation()).payload)

        self.assertEqual(error["errorType"], "java.lang.ClassNotFoundException")
        self.assertIn("host.spore.NoSuchHandler", error["errorMessage"])

    def test_reports_an_init_that_throws(self):
        runtime = self.started(PROBE_FAIL="init")

        with self.assertRaises(InitFailed) as failed:
            runtime.await_ready("r", 30)
            runtime.invoke(probe.invocation())

        error = json.loads(failed.exception.payload)
        self.assertEqual(error["errorType"], "java.lang.ExceptionInInitializerError")
        self.assertIn("no configuration", failed.exception.logs)
        self.assertFalse(is_alive(runtime.pid))

    def test_reports_an_init_that_exits(self):
        runtime = self.started(PROBE_FAIL="init-exit")

        with self.assertRaises(InitFailed) as failed:
            runtime.await_ready("r", 30)

        error = json.loads(failed.exception.payload)
        self.assertEqual(error["errorType"], "Runtime.ExitError")
        self.assertIn("exit status 7", error["errorMessage"])

    def test_reports_an_init_that_takes_too_long(self):
        runtime = self.started()

        with self.assertRaises(InitFailed) as failed:
            runtime.await_ready("r", 0.01)

        self.assertEqual(json.loads(failed.exception.payload)["errorType"], "Sandbox.Timedout")
        self.assertFalse(is_alive(runtime.pid))


class PoolTest(unittest.TestCase):
    def pool(self, limit: int = 2, queue_seconds: float = 20, **variables: str) -> Pool:
        pool = Pool(
            "probe",
            lambda: probe.start_runtime(**variables),
            limit,
            threading.Semaphore(2),
            queue_seconds=queue_seconds,
        )
        self.addCleanup(pool.close)
        return pool

    def context(self, pool: Pool) -> dict:
        return json.loads(pool.invoke(probe.invocation('"context"')).payload)

    def test_uses_a_process_again(self):
        pool = self.pool()

        first, second = self.context(pool), self.context(pool)

        self.assertEqual(first["pid"], second["pid"])
        self.assertEqual(second["calls"], 2)

    def test_replaces_a_dead_process_without_failing_the_next_invocation(self):
        pool = self.pool()
        first = self.context(pool)
        os.kill(first["pid"], 9)
        await_end(first["pid"])

        second = self.context(pool)

        self.assertNotEqual(first["pid"], second["pid"])
        self.assertEqual(pool.size, 1)

    def test_replaces_a_process_after_its_heap_was_full(self):
        pool = self.pool()
        failed = pool.invoke(probe.invocation('"memory"'))

        self.assertTrue(failed.is_error)
        self.assertEqual(self.context(pool)["function"], "probe")

    def test_works_at_once_up_to_the_bound(self):
        pool = self.pool(limit=2)
        answers: list[bytes] = []
        threads = [
            threading.Thread(target=lambda: answers.append(pool.invoke(probe.invocation('"slow"')).payload))
            for _ in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        self.assertEqual(answers, [b'"done"'] * 6)
        self.assertEqual(pool.size, 2)

    def test_refuses_when_nobody_is_free_in_time(self):
        pool = self.pool(limit=1, queue_seconds=0.3)
        self.context(pool)
        busy = threading.Thread(target=pool.invoke, args=(probe.invocation('"slow"'),))
        busy.start()
        self.addCleanup(busy.join)
        time.sleep(0.1)

        with self.assertRaises(TooManyInvocations):
            pool.invoke(probe.invocation())

    def test_answers_an_init_error_and_tries_again(self):
        pool = self.pool(PROBE_FAIL="init-exit")

        first, second = pool.invoke(probe.invocation()), pool.invoke(probe.invocation())

        self.assertEqual(json.loads(first.payload)["errorType"], "Runtime.ExitError")
        self.assertTrue(second.is_error)
        self.assertEqual(pool.size, 0)

    def test_reaps_what_is_idle(self):
        pool = self.pool()
        pid = self.context(pool)["pid"]

        pool.reap(idle_seconds=3600)
        self.assertTrue(is_alive(pid))
        pool.reap(idle_seconds=0)

        self.assertFalse(is_alive(pid))
        self.assertEqual(pool.size, 0)

    def test_ends_every_process_when_closed(self):
        pool = self.pool()
        pid = self.context(pool)["pid"]

        pool.close()

        self.assertFalse(is_alive(pid))


if __name__ == "__main__":
    unittest.main()
