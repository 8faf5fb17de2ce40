"""Lets EC2 find the instance profiles that IAM has.

LocalStack: its IAM keeps them in a store of its own, while its EC2 still looks for them in the one that IAM used to have,
so that RunInstances answers NoSuchEntity for every profile there is.
"""

from collections.abc import Iterable

from moto.iam.models import IAMBackend, InstanceProfile


def share() -> None:
    IAMBackend.get_instance_profiles = _of_localstack


def _of_localstack(backend: IAMBackend) -> Iterable[InstanceProfile]:
    from localstack.services.iam.models import iam_stores

    store = iam_stores[backend.account_id]["us-east-1"]
    for entity in store.INSTANCE_PROFILES.values():
        profile = entity.instance_profile
        yield InstanceProfile(
            account_id=backend.account_id,
            region_name="us-east-1",
            instance_profile_id=profile["InstanceProfileId"],
            name=profile["InstanceProfileName"],
            path=profile["Path"],
            roles=[],
        )
