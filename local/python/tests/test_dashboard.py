"""What local/dashboard serves, and to whom, over functions that are not there."""

import http.client
import io
import json
import threading
import unittest
from typing import Any

from spawn_local.dashboard import custom_widgets, make_server
from spawn_local.layout import Problem

WIDGET = {
    "type": "custom",
    "x": 0,
    "y": 0,
    "width": 24,
    "properties": {"title": "Instances", "endpoint": "arn:of:widgets", "params": {"widget": "instances"}},
}


class FakeCloud:
    """Stands for a State: answers as CloudWatch and Lambda do."""

    def __init__(self, widgets: list[dict] | None = None) -> None:
        self.widgets = widgets
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.answer: Any = "<p>page</p>"
        self.error: str | None = None

    def client(self, service: str) -> "FakeCloud":
        return self

    def list_dashboards(self) -> dict:
        return {"DashboardEntries": [] if self.widgets is None else [{"DashboardName": "spawn"}]}

    def get_dashboard(self, DashboardName: str) -> dict:
        return {"DashboardBody": json.dumps({"widgets": self.widgets})}

    def invoke(self, FunctionName: str, Payload: bytes) -> dict:
        self.asked.append((FunctionName, json.loads(Payload)))
        answer = {"Payload": io.BytesIO(json.dumps(self.answer).encode())}
        return answer if self.error is None else {**answer, "FunctionError": self.error}


class DashboardTest(unittest.TestCase):
    def setUp(self) -> None:
        self.cloud = FakeCloud([WIDGET])
        self.server = make_server(self.cloud, [WIDGET], 0, 5)
        self.port = self.server.server_address[1]
        thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        thread.start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)

    def call(self, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, str, dict]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        self.addCleanup(connection.close)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), dict(answer.headers)

    def test_shows_the_widgets_of_the_deployed_dashboard_in_their_order(self) -> None:
        later = {**WIDGET, "y": 9}
        graph = {"type": "metric", "x": 0, "y": 1, "properties": {}}
        self.assertEqual([WIDGET, later], custom_widgets(FakeCloud([later, graph, WIDGET])))

    def test_says_that_there_is_no_dashboard(self) -> None:
        with self.assertRaisesRegex(Problem, "deploy it with local/up"):
            custom_widgets(FakeCloud(None))
        with self.assertRaisesRegex(Problem, "no custom widget"):
            custom_widgets(FakeCloud([]))

    def test_asks_the_function_as_cloudwatch_does(self) -> None:
        question = {"params": {"from": 100}, "forms": {"instance": "demo"}, "theme": "dark", "width": 412, "offset": "+02:00"}
        status, page, headers = self.call("POST", "/widget/0", json.dumps(question))
        self.assertEqual((200, "<p>page</p>"), (status, page))
        self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
        function, event = self.cloud.asked[0]
        self.assertEqual("arn:of:widgets", function)
        self.assertEqual(("instances", 100), (event["widget"], event["from"]))
        context = event["widgetContext"]
        self.assertEqual(("dark", 412, {"all": {"instance": "demo"}}), (context["theme"], context["width"], context["forms"]))
        self.assertEqual("+02:00", context["timezone"]["offsetISO"])

    def test_tells_what_the_function_failed_with(self) -> None:
        self.cloud.error = "Unhandled"
        status, text, _ = self.call("POST", "/widget/0", "{}")
        self.assertEqual(502, status)
        self.assertIn("arn:of:widgets failed", text)

    def test_takes_no_page_for_one_that_is_none(self) -> None:
        self.cloud.answer = {"markdown": "no"}
        self.assertEqual(502, self.call("POST", "/widget/0", "{}")[0])

    def test_refuses_questions_that_are_none(self) -> None:
        for path in ("/widget/1", "/widget/-1", "/widget/x", "/widget/", "/"):
            self.assertEqual(404, self.call("POST", path, "{}")[0], path)
        self.assertEqual(400, self.call("POST", "/widget/0", "{")[0])
        self.assertEqual(404, self.call("POST", "/widget/0", "x" * 20_001)[0])
        self.assertEqual([], self.cloud.asked)

    def test_pages_of_others_in_the_same_browser_get_nothing(self) -> None:
        own = f"http://127.0.0.1:{self.port}"
        self.assertEqual(200, self.call("GET", "/layout.json", Origin=own)[0])
        for headers in ({"Host": "rebound.invalid"}, {"Origin": "http://example.invalid"}, {"Origin": "null"}):
            self.assertEqual(403, self.call("GET", "/layout.json", **headers)[0], headers)
            self.assertEqual(403, self.call("POST", "/widget/0", "{}", **headers)[0], headers)
        self.assertEqual([], self.cloud.asked)

    def test_serves_its_page_and_script_and_no_other_file(self) -> None:
        self.assertIn("<title>spawn</title>", self.call("GET", "/")[1])
        self.assertIn("cwdb-action", self.call("GET", "/dashboard.js")[1])
        for path in ("/dashboard.py", "/../dashboard.py", "//etc/passwd", "/dashboard.html"):
            self.assertEqual(404, self.call("GET", path)[0], path)


if __name__ == "__main__":
    unittest.main()
