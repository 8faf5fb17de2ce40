"""What .ci/advisories makes of the answers of osv.dev, by a server of ours in its place."""

import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[3] / ".ci" / "advisories"
LIST = {
    "components": [
        {"purl": "pkg:maven/host.spore.spawn/events@0.1.0?type=jar"},
        {"purl": "pkg:maven/info.picocli/picocli@4.7.7?type=jar"},
        {"purl": "pkg:maven/org.snakeyaml/snakeyaml-engine@2.9?type=jar"},
    ]
}


class Osv(http.server.BaseHTTPRequestHandler):
    asked: list = []
    status = 200
    vulnerable = ""

    def do_POST(self):
        queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        Osv.asked = [query["package"]["purl"] for query in queries]
        results = [{"vulns": [{"id": "GHSA-1"}]} if purl == Osv.vulnerable else {} for purl in Osv.asked]
        self.send_response(Osv.status)
        self.end_headers()
        self.wfile.write(json.dumps({"results": results}).encode())

    def log_message(self, *_):
        """Silent."""


class AdvisoriesTest(unittest.TestCase):
    def setUp(self):
        Osv.status, Osv.vulnerable = 200, ""
        self.server = http.server.HTTPServer(("127.0.0.1", 0), Osv)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def tearDown(self):
        self.server.shutdown()
        self.server.server_close()

    def run_it(self, *options, url=None):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "sbom.json")
            path.write_text(json.dumps(LIST), encoding="utf-8")
            environment = {**os.environ, "SPAWN_OSV": url or self.url, "no_proxy": "*"}
            return subprocess.run(
                [sys.executable, SCRIPT, path, *options], capture_output=True, text=True, env=environment, check=False
            )

    def test_it_asks_for_what_is_of_others(self):
        ran = self.run_it()
        self.assertEqual(0, ran.returncode, ran.stderr)
        self.assertEqual(
            ["pkg:maven/info.picocli/picocli@4.7.7", "pkg:maven/org.snakeyaml/snakeyaml-engine@2.9"], Osv.asked
        )
        self.assertIn("none for the 2 libraries", ran.stdout)

    def test_an_advisory_fails_it(self):
        Osv.vulnerable = "pkg:maven/info.picocli/picocli@4.7.7"
        ran = self.run_it("--if-reachable")
        self.assertEqual(1, ran.returncode)
        self.assertIn("picocli@4.7.7 has GHSA-1: https://osv.dev/GHSA-1", ran.stderr)

    def test_silence_is_said_and_forgiven_where_it_may_be(self):
        # Nobody listens on this port: it was ours, and is closed.
        self.server.shutdown()
        self.server.server_close()
        lenient = self.run_it("--if-reachable")
        self.assertEqual(0, lenient.returncode)
        self.assertIn("not checked", lenient.stderr)
        self.assertEqual(1, self.run_it().returncode)

    def test_a_refusal_is_not_silence(self):
        Osv.status = 500
        self.assertEqual(1, self.run_it("--if-reachable").returncode)


if __name__ == "__main__":
    unittest.main()
