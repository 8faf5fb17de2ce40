"""Whether an emulator is there: one that is busy is, one that is gone is not."""

import http.server
import threading
import unittest

from spawn_local import emulator


class Busy(http.server.BaseHTTPRequestHandler):
    """Answers when it is let go."""

    free = threading.Event()

    def do_GET(self):
        self.free.wait(30)
        self.send_response(200)
        self.end_headers()

    def log_message(self, format, *args):
        """Says nothing."""


class ReadyTest(unittest.TestCase):
    def setUp(self):
        Busy.free.clear()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Busy)
        self.endpoint = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def tearDown(self):
        Busy.free.set()
        self.server.shutdown()
        self.server.server_close()

    def test_a_busy_one_is_waited_for_by_who_has_the_patience(self):
        self.assertFalse(emulator.is_ready(self.endpoint, patience=0.1))
        threading.Timer(0.3, Busy.free.set).start()
        self.assertTrue(emulator.is_ready(self.endpoint, patience=30))

    def test_one_that_does_not_listen_is_gone(self):
        self.assertFalse(emulator.is_ready(f"http://127.0.0.1:{emulator.any_free_port()}", patience=30))
