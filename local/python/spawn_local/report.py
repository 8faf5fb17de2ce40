"""What a person sees while something takes time. Standard library only. Data goes to stdout, all this to stderr."""

import contextlib
import sys
import threading
import time
from collections.abc import Iterator

WIDTH = 79


class Step:
    """One line: what is done, and how long it took. `note` replaces its text; on a terminal it moves meanwhile."""

    def __init__(self, text: str):
        self.text = text
        self._lock = threading.Lock()
        self._began = time.monotonic()
        self._ended = False

    def note(self, text: str) -> None:
        self.text = text
        self._draw("·")

    def seconds(self) -> float:
        return time.monotonic() - self._began

    def _draw(self, mark: str, end: str = "") -> None:
        with self._lock:
            if self._ended or (not end and not sys.stderr.isatty()):
                return
            self._ended = bool(end)
            line = f"  {mark} {self.text}"
            taken = f"{self.seconds():.1f} s"
            start = "\r\033[K" if sys.stderr.isatty() else ""
            # Text that a terminal would wrap could not be drawn over again.
            shown = line if end else line[: WIDTH - len(taken) - 1]
            sys.stderr.write(f"{start}{shown:<{WIDTH - len(taken)}}{taken}{end}")
            sys.stderr.flush()


@contextlib.contextmanager
def step(text: str) -> Iterator[Step]:
    current = Step(text)
    stop = threading.Event()

    def tick() -> None:
        while not stop.wait(0.5):
            current._draw("·")

    ticker = threading.Thread(target=tick, daemon=True)
    ticker.start()
    try:
        yield current
    except BaseException:
        stop.set()
        current._draw("✗", "\n")
        raise
    stop.set()
    current._draw("✓", "\n")


def say(text: str = "") -> None:
    print(text, file=sys.stderr, flush=True)
