"""One Java process under AWS's Lambda runtime interface client, and the Lambda Runtime API that it talks to.

The API is the documented one (next, response, error, init error). What a sandbox of Lambda says when its runtime dies,
hangs or never comes up is said here in the same words, because Step Functions matches error names by text.
"""

import collections
import fcntl
import json
import os
import select
import signal
import struct
import subprocess
import termios
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

API = "/2018-06-01/runtime"
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB; the error text names the exact number.
LARGEST_RESPONSE = 6_291_556
# A function that writes without end must not take the emulator's memory with it.
LARGEST_LOG = 1_000_000


@dataclass(frozen=True)
class Invocation:
    request_id: str
    payload: bytes
    function_arn: str
    trace_id: str
    timeout_seconds: float
    client_context: str | None = None


@dataclass(frozen=True)
class Answer:
    payload: bytes
    is_error: bool
    logs: str


class InitFailed(Exception):
    """The runtime never came to its first `next`; the payload is what Lambda answers then."""

    def __init__(self, payload: bytes, logs: str):
        super().__init__(payload.decode(errors="replace"))
        self.payload = payload
        self.logs = logs


def error_payload(error_type: str, message: str) -> bytes:
    return json.dumps({"errorType": error_type, "errorMessage": message}, separators=(",", ":")).encode()


class Runtime:
    """Takes one invocation at a time. `idle_since` is for whoever reaps it."""

    def __init__(self, command: list[str], environment: dict[str, str], cwd: Path, log_file: Path | None = None):
        self._condition = threading.Condition()
        self._waiting_for_work = False
        self._current: Invocation | None = None
        self._delivered = False
        self._answer: tuple[bytes, bool] | None = None
        self._init_error: bytes | None = None
        self._exit_code: int | None = None
        self._closed = False
        self._output_ended = False
        self._log: collections.deque[bytes] = collections.deque()
        self._log_size = 0
        self._log_file = log_file
        self._version = environment.get("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
        self.idle_since = time.monotonic()
        self._server = _ApiServer(self)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), name="runtime-api", daemon=True).start()
        try:
            self._process = subprocess.Popen(
                command,
                env={**environment, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self._server.server_address[1]}"},
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        except OSError:
            self._close_server()
            raise
        threading.Thread(target=self._read_output, name="runtime-output", daemon=True).start()
        threading.Thread(target=self._await_exit, name="runtime-exit", daemon=True).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def await_ready(self, request_id: str, seconds: float) -> None:
        """Returns when the runtime asks for work, or raises InitFailed with the error that Lambda gives."""
        with self._condition:
            arrived = self._condition.wait_for(
                lambda: self._waiting_for_work or self._init_error is not None or self._exit_code is not None, seconds
            )
            ready = self._waiting_for_work
            init_error, exit_code = self._init_error, self._exit_code
        if ready:
            return
        self.kill()
        if init_error is not None:
            raise InitFailed(init_error, self._take_log())
        if not arrived:
            raise InitFailed(_timed_out(request_id, seconds), self._take_log())
        raise InitFailed(_exited(request_id, exit_code), self._take_log())

    def is_usable(self, seconds: float = 2.0) -> bool:
        """True when it waits for work. After an answer it may still be on its way back, or about to die of its error."""
        with self._condition:
            self._condition.wait_for(lambda: self._waiting_for_work or self._exit_code is not None, seconds)
            return self._waiting_for_work and self._exit_code is None

    def invoke(self, invocation: Invocation) -> Answer:
        started = time.monotonic()
        with self._condition:
            self._current = invocation
            self._delivered = False
            self._answer = None
            self._condition.notify_all()
            self._condition.wait_for(
                lambda: self._answer is not None or self._exit_code is not None, invocation.timeout_seconds
            )
            answer, exit_code = self._answer, self._exit_code
            self._current = None
        if answer is None:
            # The exit of a runtime that is over its time is our doing: first the reason, then the kill.
            payload = (
                _timed_out(invocation.request_id, invocation.timeout_seconds)
                if exit_code is None
                else _exited(invocation.request_id, exit_code)
            )
            self.kill()
            answer = (payload, True)
        payload, is_error = answer
        if len(payload) > LARGEST_RESPONSE:
            message = f"Response payload size exceeded maximum allowed payload size ({LARGEST_RESPONSE} bytes)."
            payload, is_error = error_payload("Function.ResponseSizeTooLarge", message), True
        self.idle_since = time.monotonic()
        took = (self.idle_since - started) * 1000
        logs = (
            f"START RequestId: {invocation.request_id} Version: {self._version}\n{self._take_log()}"
            f"END RequestId: {invocation.request_id}\n"
            f"REPORT RequestId: {invocation.request_id}\tDuration: {took:.2f} ms\n"
        )
        return Answer(payload, is_error, logs)

    def end(self, seconds: float) -> int | None:
        """Lets the process end by itself (SIGTERM runs its shutdown hooks); kills it when it does not."""
        self._process.send_signal(signal.SIGTERM)
        with self._condition:
            self._condition.wait_for(lambda: self._exit_code is not None, seconds)
            code = self._exit_code
        self.kill()
        return code

    def kill(self) -> None:
        self._process.kill()
        with self._condition:
            self._condition.wait_for(lambda: self._exit_code is not None, 5)
            self._closed = True
            self._condition.notify_all()
        self._close_server()

    def _close_server(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    # What the API server tells us, each on a thread of the server.

    def next_invocation(self) -> Invocation | None:
        """Blocks until there is work; None when the runtime is being ended."""
        with self._condition:
            self._waiting_for_work = True
            self._condition.notify_all()
            self._condition.wait_for(
                lambda: (self._current is not None and not self._delivered)
                or self._closed
                or self._exit_code is not None
            )
            self._waiting_for_work = False
            if self._closed or self._exit_code is not None:
                return None
            self._delivered = True
            return self._current

    def answered(self, request_id: str, payload: bytes, is_error: bool) -> bool:
        with self._condition:
            if self._current is None or self._current.request_id != request_id or self._answer is not None:
                return False
            self._answer = (payload, is_error)
            self._condition.notify_all()
            return True

    def init_failed(self, payload: bytes) -> None:
        with self._condition:
            self._init_error = payload
            self._condition.notify_all()

    def _await_exit(self) -> None:
        # Not at the end of the output: a child of the function may hold the pipe open for longer than it lives.
        code = self._process.wait()
        with self._condition:
            self._exit_code = code
            self._condition.notify_all()

    def _read_output(self) -> None:
        pipe = self._process.stdout
        assert pipe is not None
        while not self._output_ended:
            select.select([pipe], [], [])
            # Read and kept under one lock, so that an empty pipe means that everything has been kept.
            with self._condition:
                chunk = os.read(pipe.fileno(), 65536)
                self._log.append(chunk)
                self._log_size += len(chunk)
                while self._log_size > LARGEST_LOG and len(self._log) > 1:
                    self._log_size -= len(self._log.popleft())
                if not chunk:
                    self._output_ended = True
                    pipe.close()
            if self._log_file is not None and chunk:
                with open(self._log_file, "ab") as log_file:
                    log_file.write(chunk)

    def _take_log(self) -> str:
        """What the process has written by now; what it writes later belongs to the next invocation."""
        for _ in range(100):
            with self._condition:
                pipe = self._process.stdout
                if self._output_ended or pipe is None or _unread(pipe.fileno()) == 0:
                    text = b"".join(self._log).decode(errors="replace")
                    self._log.clear()
                    self._log_size = 0
                    return text if not text or text.endswith("\n") else text + "\n"
            time.sleep(0.001)
        return "(the function writes faster than its log can be read)\n"


def _unread(descriptor: int) -> int:
    return struct.unpack("i", fcntl.ioctl(descriptor, termios.FIONREAD, b"\0\0\0\0"))[0]


def _timed_out(request_id: str, seconds: float) -> bytes:
    return error_payload("Sandbox.Timedout", f"RequestId: {request_id} Error: Task timed out after {seconds:.2f} seconds")


def _exited(request_id: str, exit_code: int | None) -> bytes:
    if exit_code is not None and exit_code < 0:
        names = {signal.SIGKILL: "killed", signal.SIGTERM: "terminated", signal.SIGSEGV: "segmentation fault"}
        cause = f"Runtime exited with error: signal: {names.get(signal.Signals(-exit_code), str(-exit_code))}"
    elif exit_code:
        cause = f"Runtime exited with error: exit status {exit_code}"
    else:
        cause = "Runtime exited without providing a reason"
    return error_payload("Runtime.ExitError", f"RequestId: {request_id} Error: {cause}")


class _ApiServer(ThreadingHTTPServer):
    daemon_threads = True
    # Ending the server must not wait for the long poll of a runtime that was just killed.
    block_on_close = False

    def __init__(self, runtime: Runtime):
        self.runtime = runtime
        super().__init__(("127.0.0.1", 0), _ApiHandler)

    def handle_error(self, request, client_address) -> None:
        # A runtime that was killed leaves broken connections; its end is reported where it was ended.
        return


class _ApiHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Small answers on loopback: without this each one waits 40 ms for the other side's delayed acknowledgement.
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _ApiServer

    def do_GET(self) -> None:
        if self.path != f"{API}/invocation/next":
            self._reply(404, b"{}")
            return
        invocation = self.server.runtime.next_invocation()
        if invocation is None:
            self.close_connection = True
            return
        deadline = int((time.time() + invocation.timeout_seconds) * 1000)
        headers = {
            "Lambda-Runtime-Aws-Request-Id": invocation.request_id,
            "Lambda-Runtime-Deadline-Ms": str(deadline),
            "Lambda-Runtime-Invoked-Function-Arn": invocation.function_arn,
            "Lambda-Runtime-Trace-Id": invocation.trace_id,
        }
        if invocation.client_context:
            headers["Lambda-Runtime-Client-Context"] = invocation.client_context
        self._reply(200, invocation.payload, headers)

    def do_POST(self) -> None:
        body = self._body()
        path = self.path.removeprefix(f"{API}/")
        if path == "init/error":
            self.server.runtime.init_failed(body)
            self._reply(202, b'{"status":"OK"}')
            return
        match path.split("/"):
            case ["invocation", request_id, "response"]:
                known = self.server.runtime.answered(request_id, body, False)
            case ["invocation", request_id, "error"]:
                known = self.server.runtime.answered(request_id, body, True)
            case _:
                self._reply(404, b"{}")
                return
        if known:
            self._reply(202, b'{"status":"OK"}')
        else:
            self._reply(400, error_payload("InvalidRequestID", f"no invocation {self.path} is waiting"))

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _reply(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args) -> None:
        return
