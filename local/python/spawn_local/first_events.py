"""For a function, an event that it can answer to the end without changing anything: what trains it, and what times it."""

from spawn_local.layout import ACCOUNT, REGION


def first_events() -> dict[str, dict]:
    """By name of the function. The others refuse an empty event."""
    command = {"version": 1, "id": "first", "at": "2026-01-01T00:00:00Z"}
    asked = {"account": ACCOUNT, "region": REGION}
    launch = {"name": "first", "owner": "first", "instanceType": "t3.micro", "ttl": "10m"}
    return {
        "spawn-plan": {"type": "LaunchInstance", **asked, "command": {**command, **launch}},
        "spawn-resolve": {"type": "StopInstance", **asked, "command": {**command, "target": "no-such-instance"}},
        "spawn-reaper": {},
        "spawn-widgets": {"widget": "instances"},
    }
