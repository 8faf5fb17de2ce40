"""Lets a batch of Route 53 changes be refused for what stands in the zone.

LocalStack: it looks at the list of earlier changes instead. So it refuses to create a record a second time after that was
deleted, lets one be created over another, deletes a newer record for an older one's value, and has another error code. Of
records with an identifier it deletes those of every name, and it has them beside one without.
https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
"""

import threading
from typing import Any

from moto.route53.exceptions import Route53ClientError
from moto.route53.models import ChangeList, FakeZone, Route53Backend

_change = Route53Backend.change_resource_record_sets
_one_at_a_time = threading.Lock()


class _Refused(Route53ClientError):
    code = 400

    def __init__(self, action: str, name: str, kind: str, why: str):
        super().__init__(
            "InvalidChangeBatch", f"[Tried to {action} resource record set [name='{name}', type='{kind}'] but {why}]"
        )


class _NoMemory(ChangeList):
    """Nothing is decided by it any more."""

    def append(self, item: Any) -> None:
        pass

    def __contains__(self, item: Any) -> bool:
        return False

    def has_insert_or_update(self, new_rr_set: dict[str, Any]) -> bool:
        return True


def go_by_the_zone() -> None:
    Route53Backend.change_resource_record_sets = _change_what_is_there


def _change_what_is_there(self: Route53Backend, zoneid: str, change_list: list[dict[str, Any]]) -> None:
    zone = self.get_hosted_zone(zoneid)
    with _one_at_a_time:
        there = {
            (_bare(record.name), record.type_, record.set_identifier): (str(record.ttl), sorted(record.records))
            for record in zone.rrsets
        }
        for change in change_list:
            _apply(there, change["Action"], change["ResourceRecordSet"])
        zone.rr_changes = _NoMemory()
        identified = [change for change in change_list if _deletes_one_of_many(change)]
        _change(self, zoneid, [change for change in change_list if not _deletes_one_of_many(change)])
        for change in identified:
            _remove(zone, change["ResourceRecordSet"])


def _deletes_one_of_many(change: dict[str, Any]) -> bool:
    return change["Action"] == "DELETE" and "SetIdentifier" in change["ResourceRecordSet"]


def _remove(zone: FakeZone, record: dict[str, Any]) -> None:
    """The first one: what the same batch has created in its place comes behind it."""
    key = (_bare(record["Name"]), record["Type"], record["SetIdentifier"])
    first = next(one for one in zone.rrsets if (_bare(one.name), one.type_, one.set_identifier) == key)
    zone.rrsets.remove(first)


def _apply(there: dict[tuple, tuple], action: str, record: dict[str, Any]) -> None:
    key = (_bare(record["Name"]), record["Type"], record.get("SetIdentifier"))
    value = (str(record.get("TTL", 0)), _values(record))
    if action == "DELETE":
        if key not in there:
            raise _Refused("delete", key[0], key[1], "it was not found")
        if there.pop(key) != value:
            raise _Refused("delete", key[0], key[1], "the values provided do not match the current values")
    else:
        if action == "CREATE" and key in there:
            raise _Refused("create", key[0], key[1], "it already exists")
        if any(one[:2] == key[:2] and (one[2] is None) != (key[2] is None) for one in there):
            raise _Refused("create", key[0], key[1], "an RRSet with the same name and another routing policy exists")
        there[key] = value


def _bare(name: str) -> str:
    return name.strip(".").lower()


def _values(record: dict[str, Any]) -> list[str]:
    records = next(iter(record.get("ResourceRecords", {}).values()), [])
    return sorted(one["Value"] for one in (records if isinstance(records, list) else [records]))
