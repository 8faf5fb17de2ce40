"""Event-to-alert: from an event on the bus to its alert at an HTTPS destination's door, one after the other, and a burst.

The destination is a server of this bench on the loopback, which a trial deployment allows. The clock starts just before
PutEvents and ends when the request arrives. The events are refusals of launches that nobody has asked for.
"""

import argparse
import http.server
import json
import os
import sys
import threading
import time
import uuid

import boto3

import figures

KEY = "/spawn/alerts/bench"


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench/alerts", description="Event-to-alert latency on the embedded cloud.")
    parser.add_argument("-n", type=int, default=20, help="alerts, one after the other (default 20)")
    parser.add_argument("--burst", type=int, default=100, help="alerts at once (default 100; 0: none)")
    arguments = parser.parse_args()
    bench = Bench()
    try:
        bench.alert()
        seconds = [bench.alert() for _ in range(arguments.n)]
        if seconds:
            print(figures.line("event to alert", seconds))
            figures.against("event to alert", seconds, 2.0)
        if arguments.burst:
            bench.burst(arguments.burst)
    finally:
        bench.close()
    return 0


class Bench:
    def __init__(self) -> None:
        self.bus = os.environ["SPAWN_BUS"]
        self.events, self.parameters, self.tables = (boto3.client(name) for name in ("events", "ssm", "dynamodb"))
        self.arrived: dict[str, float] = {}
        arrived = self.arrived

        class Door(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                arrived.setdefault(said["cause"], time.time())
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.name = f"bench-{uuid.uuid4().hex[:8]}"
        self.parameters.put_parameter(Name=KEY, Value=uuid.uuid4().hex, Type="SecureString", Overwrite=True)
        self._command(
            "AddAlertDestination",
            type="http",
            target=f"http://127.0.0.1:{self.server.server_port}/bench",
            hmacKey=KEY,
            name=self.name,
        )
        self._await_outcome("AlertDestinationAdded")

    def alert(self) -> float:
        cause, said = self._say()
        self._await({cause}, 60)
        return self.arrived[cause] - said

    def burst(self, count: int) -> None:
        said = dict(self._say() for _ in range(count))
        self._await(set(said), 600)
        p50, _, longest = figures.p50_p95_max([self.arrived[cause] - at for cause, at in said.items()])
        print(f"{count} at once: none lost, p50 {p50:.1f} s, the last {longest:.1f} s")

    def close(self) -> None:
        self._command("RemoveAlertDestination")
        self._await_outcome("AlertDestinationRemoved")
        self.parameters.delete_parameter(Name=KEY)
        self.server.shutdown()

    def _say(self) -> tuple[str, float]:
        cause = str(uuid.uuid4())
        said = time.time()
        self._put(
            "spawn.control",
            "LaunchRejected",
            id=cause,
            correlationId=cause,
            commandId=str(uuid.uuid4()),
            commandType="LaunchInstance",
            name=self.name,
            reason="nobody asked for it",
        )
        return cause, said

    def _command(self, detail_type: str, **fields: object) -> None:
        self.command = str(uuid.uuid4())
        self._put("spawn.cli", detail_type, id=self.command, destination=self.name, **fields)

    def _put(self, source: str, detail_type: str, **fields: object) -> None:
        detail = {"version": 1, "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), **fields}
        answer = self.events.put_events(
            Entries=[
                {
                    "EventBusName": self.bus,
                    "Source": source,
                    "DetailType": detail_type,
                    "Detail": json.dumps(detail),
                }
            ]
        )
        if answer["FailedEntryCount"]:
            raise SystemExit(f"bench/alerts: the bus refused {detail_type}: {answer['Entries']}")

    def _await_outcome(self, detail_type: str) -> None:
        until = time.time() + 60
        while time.time() < until:
            item = self.tables.get_item(TableName="spawn-outcomes", Key={"command_id": {"S": self.command}}).get("Item")
            if item:
                if detail_type not in json.dumps(item):
                    raise SystemExit(f"bench/alerts: not {detail_type}: {item}")
                return
            time.sleep(0.2)
        raise SystemExit(f"bench/alerts: no {detail_type} within 60 s")

    def _await(self, causes: set[str], seconds: float) -> None:
        until = time.time() + seconds
        while not causes <= self.arrived.keys():
            if time.time() > until:
                raise SystemExit(
                    f"bench/alerts: {len(causes - self.arrived.keys())} alerts did not come within {seconds:.0f} s"
                )
            time.sleep(0.02)


if __name__ == "__main__":
    sys.exit(main())
