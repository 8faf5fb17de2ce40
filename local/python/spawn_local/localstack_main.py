"""Starts LocalStack with some of its habits mended, for which it has no setting."""

import gc
import threading
import time

from twisted.internet import endpoints

from spawn_local import (
    activity_tasks,
    capacity,
    client_tokens,
    ended_instances,
    faults,
    hibernation,
    instance_profiles,
    jsonata_text,
    jsonata_threads,
    parsed_flows,
    prices,
    route53_changes,
    stack_deletion,
    stack_updates,
    stopped_executions,
    task_tokens,
)

_LOOPBACK = "127.0.0.1"
_Endpoint = endpoints.TCP4ServerEndpoint


class _LoopbackEndpoint(_Endpoint):
    """LocalStack: its web server takes the port from GATEWAY_LISTEN and ignores the address.

    It would be open to the whole network, with no credentials checked.
    """

    def __init__(self, reactor, port, backlog=50, interface=_LOOPBACK):
        super().__init__(reactor, port, backlog, interface)


def _collect_garbage_by_the_clock() -> None:
    """LocalStack: JSONata runs in a JVM inside its process, and each collection there starts a full one of Python's.

    That takes 0.6 s among LocalStack's objects, and parsing one expression beside a variable of 14 KB (a launch plan) makes
    enough garbage for one: a launch took a minute instead of seconds. Python's collector ignores such a request while it
    is disabled, so it is, and young objects are collected every second, all of them every two minutes.
    """
    gc.disable()

    def collect() -> None:
        rounds = 0
        while True:
            time.sleep(1)
            rounds += 1
            gc.collect(2 if rounds % 120 == 0 else 1)

    threading.Thread(target=collect, name="spawn-collect-garbage", daemon=True).start()


def main() -> None:
    endpoints.TCP4ServerEndpoint = _LoopbackEndpoint
    instance_profiles.share()
    hibernation.keep_apart_from_stop()
    ended_instances.stay_so()
    capacity.run_out()
    client_tokens.keep_promises()
    jsonata_text.quote()
    jsonata_text.cut()
    jsonata_threads.let_go()
    prices.tell()
    stack_deletion.stop_where_refused()
    stack_updates.keep_promises()
    route53_changes.go_by_the_zone()
    activity_tasks.hand_out_at_once()
    parsed_flows.parse_once()
    stopped_executions.end_at_once()
    task_tokens.answer_once()
    faults.install()
    _collect_garbage_by_the_clock()

    from localstack.runtime.main import main as localstack_main

    localstack_main()


if __name__ == "__main__":
    main()
