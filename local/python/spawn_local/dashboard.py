"""The widgets of the deployed dashboard as one page: what CloudWatch's console does with them, on loopback.

The dashboard itself says which widgets there are and how wide; the deployed function makes their pages, and is told what
the console would tell it. The page that holds them is ours, and so is its one script: it looks again every few seconds,
and does what CloudWatch does with <cwdb-action> and with fields.
"""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from spawn_local.cloud import State
from spawn_local.layout import ACCOUNT, Problem
from spawn_local.report import say

DASHBOARD = "spawn"
_PAGE = Path(__file__).with_name("dashboard.html")
_SCRIPT = Path(__file__).with_name("dashboard.js")
_LONGEST_QUESTION = 20_000
# The widgets' style sheets are inline; nothing else that they bring may run, load or send anything.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def serve(state: State, port: int, every: float) -> int:
    widgets = custom_widgets(state)
    server = make_server(state, widgets, port, every)
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    print(address, flush=True)
    say(f"the dashboard of {state.endpoint}; end it with Ctrl-C")
    try:
        server.serve_forever()
    finally:
        server.server_close()
    return 0


def custom_widgets(state: State) -> list[dict[str, Any]]:
    """Those of the deployed dashboard that a function makes, in its order."""
    client = state.client("cloudwatch")
    if not any(entry["DashboardName"] == DASHBOARD for entry in client.list_dashboards()["DashboardEntries"]):
        raise Problem(f'there is no dashboard "{DASHBOARD}": deploy it with local/up')
    body = json.loads(client.get_dashboard(DashboardName=DASHBOARD)["DashboardBody"])
    found = [widget for widget in body["widgets"] if widget["type"] == "custom"]
    if not found:
        raise Problem(f'the dashboard "{DASHBOARD}" has no custom widget: deploy it with local/up')
    return sorted(found, key=lambda widget: (widget["y"], widget["x"]))


def make_server(state: State, widgets: list[dict[str, Any]], port: int, every: float) -> ThreadingHTTPServer:
    functions = state.client("lambda")

    def ask(place: int, question: dict[str, Any]) -> tuple[int, str]:
        """The page of one widget. Only what the dashboard names is ever called."""
        properties = widgets[place]["properties"]
        event = {
            **properties.get("params", {}),
            **question.get("params", {}),
            "widgetContext": {
                "dashboardName": DASHBOARD,
                "widgetId": f"widget-{place}",
                "accountId": ACCOUNT,
                "locale": "en",
                "timezone": {"label": "UTC", "offsetISO": question.get("offset", "+00:00"), "offsetInMinutes": 0},
                "theme": question.get("theme", "light"),
                "title": properties.get("title", ""),
                "forms": {"all": question.get("forms", {})},
                "params": properties.get("params", {}),
                "width": int(question.get("width", 600)),
                "height": 400,
            },
        }
        answer = functions.invoke(FunctionName=properties["endpoint"], Payload=json.dumps(event).encode())
        payload = answer["Payload"].read().decode()
        if answer.get("FunctionError"):
            return 502, f"{properties['endpoint']} failed: {payload}"
        page = json.loads(payload)
        return (200, page) if isinstance(page, str) else (502, f"no page, but {payload[:200]}")

    layout = {
        "every": every,
        "widgets": [
            {"title": widget["properties"].get("title", ""), "columns": widget["width"]} for widget in widgets
        ],
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not self._is_ours():
                return
            match self.path:
                case "/":
                    self._answer(200, "text/html", _PAGE.read_text(encoding="utf-8"))
                case "/dashboard.js":
                    self._answer(200, "text/javascript", _SCRIPT.read_text(encoding="utf-8"))
                case "/layout.json":
                    self._answer(200, "application/json", json.dumps(layout))
                case _:
                    self._answer(404, "text/plain", "no such page")

        def do_POST(self) -> None:
            if not self._is_ours():
                return
            length = int(self.headers.get("Content-Length", 0))
            place = self.path.removeprefix("/widget/")
            if not place.isdigit() or int(place) >= len(widgets) or length > _LONGEST_QUESTION:
                self._answer(404, "text/plain", "no such widget")
                return
            try:
                status, page = ask(int(place), json.loads(self.rfile.read(length) or b"{}"))
            except (ValueError, TypeError) as unreadable:
                self._answer(400, "text/plain", f"no question: {unreadable}")
                return
            self._answer(status, "text/html" if status == 200 else "text/plain", page)

        def _is_ours(self) -> bool:
            """Pages of others in the same browser may come by name; they get nothing."""
            own = f"127.0.0.1:{self.server.server_address[1]}"
            origin = self.headers.get("Origin")
            if self.headers.get("Host") == own and origin in (None, f"http://{own}"):
                return True
            self._answer(403, "text/plain", f"this is http://{own}/ alone")
            return False

        def _answer(self, status: int, kind: str, text: str) -> None:
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", _POLICY)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    return server
