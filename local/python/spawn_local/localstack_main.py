"""Starts LocalStack so that it listens on the loopback interface only.

LocalStack: its web server takes the port from GATEWAY_LISTEN and ignores the address, so that it is open to the whole
network, with no credentials checked. The patch is on the one class it makes its endpoints with.
"""

from twisted.internet import endpoints

from spawn_local import instance_profiles, jsonata_text

_LOOPBACK = "127.0.0.1"
_Endpoint = endpoints.TCP4ServerEndpoint


class _LoopbackEndpoint(_Endpoint):
    def __init__(self, reactor, port, backlog=50, interface=_LOOPBACK):
        super().__init__(reactor, port, backlog, interface)


def main() -> None:
    endpoints.TCP4ServerEndpoint = _LoopbackEndpoint
    instance_profiles.share()
    jsonata_text.quote()

    from localstack.runtime.main import main as localstack_main

    localstack_main()


if __name__ == "__main__":
    main()
