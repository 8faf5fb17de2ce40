"""Runs the command line again and again, each way in turn, and prints what it took. Called by bench/cli."""

import os
import shutil
import statistics
import subprocess
import sys
import time

WALL_LIMIT_MS = 350
MEMORY_LIMIT_MB = 75

LAUNCH = ["launch", "demo", "--instance-type", "c7i.large", "--ttl", "2h", "--tag", "team=web"]


def without_cache(dist, folder):
    """A distribution like the other, but for the AOT cache."""
    os.makedirs(f"{folder}/bin")
    shutil.copy(f"{dist}/bin/spawn", f"{folder}/bin/spawn")
    shutil.copytree(f"{dist}/lib", f"{folder}/lib", ignore=shutil.ignore_patterns("*.aot"))
    return folder


def run(command):
    """Wall and processor milliseconds, and the largest resident set in MB, of one process."""
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    said = process.stderr.read().decode()
    process.stderr.close()
    if process.returncode != 0:
        sys.exit(f"bench/cli: {' '.join(command)} ended with {process.returncode}: {said}")
    return wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1024


def main(dist, plain, runs):
    java = os.environ["SPAWN_JAVA"] + "/bin/java"
    ways = {
        "java -version": [java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-version"],
        "spawn launch, AOT cache": [f"{dist}/bin/spawn", *LAUNCH],
        "spawn launch, no cache": [f"{without_cache(dist, plain)}/bin/spawn", *LAUNCH],
    }
    if not os.path.exists(f"{dist}/lib/spawn.aot"):
        del ways["spawn launch, AOT cache"]
    for command in ways.values():
        # The endpoint warms up too: its first answers are not what a real one's are.
        for _ in range(5):
            run(command)
    taken = {way: [] for way in ways}
    # In turn, so that whatever else the machine does falls on all of them alike.
    for _ in range(runs):
        for way, command in ways.items():
            taken[way].append(run(command))

    floor = statistics.median(wall for wall, _, _ in taken["java -version"])
    load = os.getloadavg()[0]
    print(f"{runs} runs each, in turn; 30 ms of a launch are the endpoint's; load {load:.1f} on {os.cpu_count()} cores")
    print(f"{'':26}{'wall p50':>10}{'p95':>10}{'least':>10}{'cpu p50':>10}{'max RSS':>10}{'x floor':>9}")
    for way, samples in taken.items():
        walls = sorted(wall for wall, _, _ in samples)
        p50 = statistics.median(walls)
        p95 = walls[min(len(walls) - 1, int(len(walls) * 0.95))]
        cpu = statistics.median(cpu for _, cpu, _ in samples)
        rss = max(rss for _, _, rss in samples)
        print(
            f"{way:26}{p50:7.0f} ms{p95:7.0f} ms{walls[0]:7.0f} ms{cpu:7.0f} ms{rss:7.1f} MB{p50 / floor:9.1f}"
        )
    print(f"to reach: below {WALL_LIMIT_MS} ms and {MEMORY_LIMIT_MB} MB")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
