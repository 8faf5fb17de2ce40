"""Lets EC2 have no capacity.

LocalStack: its EC2 always has room. Here, as on most days on AWS, there is none of p5.48xlarge (nor of its
like: what a launch finds empty is remembered, and tests must not remember for each other), and of p4d.24xlarge none on the
spot market, so that it can be seen what a launch does then. Of p4de.24xlarge there are two in each call.
"""

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend

from spawn_local import instance_counts

_NOWHERE = {"p5.48xlarge", "p5e.48xlarge", "p5en.48xlarge", "p6-b200.48xlarge", "p6-b300.48xlarge"}
_NOT_ON_SPOT = {"p4d.24xlarge"}
_AT_A_TIME = {"p4de.24xlarge": 2}


class _InsufficientInstanceCapacity(EC2ClientError):
    def __init__(self, instance_type: str):
        super().__init__(
            "InsufficientInstanceCapacity",
            f"We currently do not have sufficient {instance_type} capacity in the Availability Zone you requested.",
        )


def run_out() -> None:
    instance_counts.heed_the_most()
    run_instances = EC2Backend.run_instances

    def while_there_is_room(self, image_id, count, user_data, security_group_names, **kwargs):
        instance_type = kwargs["instance_type"]
        on_spot = kwargs.get("instance_market_options") == "spot"
        if instance_type in _NOWHERE or (on_spot and instance_type in _NOT_ON_SPOT):
            raise _InsufficientInstanceCapacity(instance_type)
        room = _AT_A_TIME.get(instance_type)
        if room is not None:
            if count > room:
                raise _InsufficientInstanceCapacity(instance_type)
            instance_counts.there_is_room_for(room)
        return run_instances(self, image_id, count, user_data, security_group_names, **kwargs)

    EC2Backend.run_instances = while_there_is_room
