"""What the benches print of their times: the middle one, the one that 95 of 100 are below, the longest."""

import statistics

HEADER = f"{'':36}{'n':>4}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}"


def p50_p95_max(seconds: list[float]) -> tuple[float, float, float]:
    ordered = sorted(seconds)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], ordered[-1]


def show(name: str, seconds: list[float]) -> None:
    """Prints a line below HEADER, if there is anything to show."""
    if seconds:
        figures = "".join(f"{value * 1000:9.0f}" for value in p50_p95_max(seconds))
        print(f"{name:36}{len(seconds):4}{figures}")


def against(name: str, seconds: list[float], aim: float) -> None:
    """Prints how much of an aim, in seconds, 95 of 100 take: below 1 it is reached."""
    if seconds:
        print(f"{name}: p95 / {aim:.1f} s = {p50_p95_max(seconds)[1] / aim:.2f}")


def line(name: str, seconds: list[float]) -> str:
    p50, p95, longest = (value * 1000 for value in p50_p95_max(seconds))
    return f"{name}: p50 {p50:.0f} ms, p95 {p95:.0f} ms, max {longest:.0f} ms, n {len(seconds)}"
