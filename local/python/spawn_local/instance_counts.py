"""Lets RunInstances launch as many instances as it may, all with their profile.

LocalStack: launches MinCount instances, whatever MaxCount says, and gives the instance profile to the first one alone. On AWS
it is as many as there is room for, up to MaxCount, and none at all where there is no room for MinCount:
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
"""

import threading

from moto.ec2.models import EC2Backend
from moto.ec2.responses.instances import InstanceResponse

_asked = threading.local()


def there_is_room_for(instances: int) -> None:
    """In the call that this thread answers."""
    _asked.most = min(getattr(_asked, "most", instances), instances)


def heed_the_most() -> None:
    """Before whatever else is made of a call: who is asked inside it may say how much room there is."""
    answer = InstanceResponse.run_instances
    launch = EC2Backend.run_instances

    def answering(self):
        _asked.most = int(self._get_param("MaxCount", if_none="1"))
        return answer(self)

    def as_many_as_may_be(self, image_id, count, user_data, security_group_names, **kwargs):
        # Auto Scaling launches past RunInstances.
        many = max(count, getattr(_asked, "most", count))
        _asked.most = 0
        reservation = launch(self, image_id, many, user_data, security_group_names, **kwargs)
        for instance in reservation.instances[1:]:
            for given in ("iam_instance_profile_name", "iam_instance_profile_arn"):
                if kwargs.get(given):
                    self.associate_iam_instance_profile(instance_id=instance.id, **{given: kwargs[given]})
        return reservation

    InstanceResponse.run_instances = answering
    EC2Backend.run_instances = as_many_as_may_be
