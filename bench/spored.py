"""Runs agents side by side and prints what each costs. Called by bench/spored."""

import argparse
import glob
import http.server
import json
import os
import shutil
import ssl
import subprocess
import sys
import threading
import time

# The agent's own steps: the first looks are close together, the publishing child comes and goes.
SETTLED_SECONDS = 20
TICK = 0.005
INSTANCE = "i-0123456789abcdef0"
DEADLINE = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 30 * 86400))
METADATA = {
    "/latest/meta-data/instance-id": INSTANCE,
    "/latest/dynamic/instance-identity/document": json.dumps(
        {"instanceId": INSTANCE, "region": "eu-west-1", "accountId": "123456789012"}
    ),
    "/latest/meta-data/tags/instance/ttl": DEADLINE,
    "/latest/meta-data/tags/instance/Name": "demo",
    "/latest/meta-data/iam/security-credentials/": "spawn-instance",
    "/latest/meta-data/iam/security-credentials/spawn-instance": json.dumps(
        {"AccessKeyId": "AKIDEXAMPLE", "SecretAccessKey": "secret", "Token": "session"}
    ),
}


class Handler(http.server.BaseHTTPRequestHandler):
    """Metadata (version 2: a token for everything; spot and all else unknown is 404) and PutEvents."""

    def do_PUT(self):
        self.answer(200, "token")

    def do_GET(self):
        if self.headers.get("X-aws-ec2-metadata-token") != "token":
            self.answer(401, "")
        elif self.path in METADATA:
            self.answer(200, METADATA[self.path])
        else:
            self.answer(404, "")

    def do_POST(self):
        entries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["Entries"]
        self.server.published.set()
        self.answer(200, json.dumps({"FailedEntryCount": 0, "Entries": [{"EventId": "e"} for _ in entries]}))

    def answer(self, status, text):
        self.server.requests += 1
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


def serve(work=None):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.requests = 0
    server.published = threading.Event()
    if work:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{work}/certificate.pem", f"{work}/key.pem")
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def read(path):
    try:
        with open(path) as file:
            return file.read()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def megabytes(path, key):
    for line in read(path).splitlines():
        if line.startswith(key + ":"):
            return int(line.split()[1]) / 1024
    return 0.0


class Agent:
    """One agent on a machine in a folder, from its start to the end of its first report."""

    def __init__(self, dist, work, interval):
        self.dist = os.path.abspath(dist)
        self.root = root = f"{work}/{len(os.listdir(work))}"
        self.cloud, self.bus = serve(), serve(work)
        os.makedirs(f"{root}/bin")
        with open(os.open(f"{root}/bin/wall", os.O_CREAT | os.O_WRONLY, 0o755), "w") as wall:
            wall.write("#!/bin/sh\n")
        environment = {
            "SPAWN_ROOT": root,
            "PATH": f"{root}/bin:{os.environ['PATH']}",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": f"http://127.0.0.1:{self.cloud.server_port}",
            "AWS_ENDPOINT_URL": f"https://localhost:{self.bus.server_port}",
            "SPORED_POWEROFF": "true",
            "SPORED_INTERVAL_SECONDS": str(interval),
            "JAVA_TOOL_OPTIONS": f"-Djavax.net.ssl.trustStore={self.trust(work)}",
        }
        begun = time.monotonic()
        self.checked = self.known = self.child_begun = self.child_ended = None
        self.child_peak = 0.0
        self.process = subprocess.Popen(
            [f"{self.dist}/bin/spored", "run"], env=environment, stdout=open(f"{root}/journal", "w"), stderr=subprocess.STDOUT
        )
        self.watch(begun)
        self.samples = []

    def trust(self, work):
        """The image's own certificates and the bus's: reading all of them is part of what a real call costs."""
        store = f"{self.root}/trust"
        shutil.copy(f"{self.dist}/lib/security/cacerts", store)
        subprocess.run(
            [os.environ["KEYTOOL"], "-importcert", "-noprompt", "-alias", "bus", "-storepass", "changeit"]
            + ["-file", f"{work}/certificate.pem", "-keystore", store],
            check=True,
            capture_output=True,
        )
        return store

    def watch(self, begun):
        memory = f"{self.root}/var/lib/spored/memory.json"
        pid = self.process.pid
        while self.child_ended is None:
            now = time.monotonic() - begun
            if self.process.poll() is not None or now > 60:
                sys.exit(f"bench/spored: {self.dist} did not get so far as to publish:\n{read(f'{self.root}/journal')}")
            text = read(memory)
            self.checked = self.checked or (now if text else None)
            self.known = self.known or (now if DEADLINE in text else None)
            child = " ".join(read(task) for task in glob.glob(f"/proc/{pid}/task/*/children")).split()
            if child:
                self.child_begun = self.child_begun or now
                self.child_peak = max(self.child_peak, megabytes(f"/proc/{child[0]}/status", "VmHWM"))
            elif self.child_begun and self.bus.published.is_set():
                self.child_ended = now
            time.sleep(TICK)
        print(f"{self.dist}: started and published after {self.child_ended:.1f} s", flush=True)

    def cpu(self):
        """Seconds, by the scheduler's own count: ticks of 10 ms would hide most of it."""
        tasks = glob.glob(f"/proc/{self.process.pid}/task/*/schedstat")
        return sum(int(read(task).split()[0]) for task in tasks) / 1e9

    def resident(self):
        return megabytes(f"/proc/{self.process.pid}/status", "VmRSS")

    def begin(self):
        self.since, self.cpu_before, self.requests_before = time.monotonic(), self.cpu(), self.cloud.requests

    def end(self):
        hours = (time.monotonic() - self.since) / 3600
        archives = glob.glob(f"{os.path.dirname(self.dist)}/spored-*.tar.?z")
        pid = self.process.pid
        figures = [
            ("resident set, MB", self.resident(), "<= 22"),
            ("proportional set, MB", megabytes(f"/proc/{pid}/smaps_rollup", "Pss"), ""),
            ("largest resident set, MB", megabytes(f"/proc/{pid}/status", "VmHWM"), ""),
            ("growth, MB", self.resident() - self.samples[0], "0"),
            ("publishing child's largest, MB", self.child_peak, ""),
            ("publishing child's life, ms", (self.child_ended - self.child_begun) * 1000, "< 4000"),
            ("CPU, s per hour", (self.cpu() - self.cpu_before) / hours, "<= 3"),
            ("metadata requests per hour", (self.cloud.requests - self.requests_before) / hours, ""),
            ("archive, MB", min(map(os.path.getsize, archives)) / 1e6 if archives else 0.0, "<= 8"),
            ("start to first check, ms", self.checked * 1000, "< 500"),
            ("start to known deadline, ms", self.known * 1000, ""),
        ]
        self.process.kill()
        self.process.wait()
        return figures


def main():
    parser = argparse.ArgumentParser(prog="bench/spored")
    parser.add_argument("--minutes", type=float, default=2)
    parser.add_argument("--interval", type=int, default=30, help="seconds between two looks; 30 on an instance")
    parser.add_argument("work")
    parser.add_argument("built")
    parser.add_argument("dists", nargs="*")
    options = parser.parse_intermixed_args()
    # One after the other, so that none slows down another's start.
    agents = [Agent(dist, options.work, options.interval) for dist in options.dists or [options.built]]
    time.sleep(SETTLED_SECONDS)
    for agent in agents:
        agent.begin()
    for _ in range(10):
        for agent in agents:
            agent.samples.append(agent.resident())
        time.sleep(options.minutes * 6)
    tables = [agent.end() for agent in agents]

    hours = options.minutes / 60 * 30 / options.interval
    print(f"{options.minutes:g} minutes, a look every {options.interval} s ({hours:.1f} hours of an instance's looks)")
    for number, agent in enumerate(agents, 1):
        print(f"{number}: {agent.dist}, resident set in time: {' '.join(f'{mb:.1f}' for mb in agent.samples)}")
    print(f"{'':32}{'to reach':>9}" + "".join(f"{n:>10}{'':>7}" for n in range(1, len(tables) + 1)))
    for row, (name, first, target) in enumerate(tables[0]):
        values = [table[row][1] for table in tables]
        ratios = ["" if n == 0 or not first else f"x{value / first:.2f}" for n, value in enumerate(values)]
        print(f"{name:32}{target:>9}" + "".join(f"{value:10.1f}{ratio:>7}" for value, ratio in zip(values, ratios)))


if __name__ == "__main__":
    main()
