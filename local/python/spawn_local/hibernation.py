"""Lets EC2 hibernate instances, and refuse to.

LocalStack: its EC2 takes HibernationOptions for any instance and ignores Hibernate, so that nothing tells a hibernation
from a stop. On AWS the instance must meet the prerequisites when it is launched, and its state reason says which of the
two it was. It also takes a volume's size for whether the volume is to be encrypted, which is mended here, too. Memory is
not kept: a hibernated instance boots anew.
"""

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend
from moto.ec2.models.instance_types import INSTANCE_TYPES
from moto.ec2.models.instances import Instance, StateReason
from moto.ec2.responses.instances import InstanceResponse

_run_instances = EC2Backend.run_instances
_stop_instances = InstanceResponse.stop_instances
_parse_block_device_mapping = InstanceResponse._parse_block_device_mapping
_MIB_PER_GIB = 1024


class _UnsupportedHibernationConfiguration(EC2ClientError):
    def __init__(self, message: str):
        super().__init__("UnsupportedHibernationConfiguration", message)


def keep_apart_from_stop() -> None:
    EC2Backend.run_instances = _checked_run_instances
    InstanceResponse.stop_instances = _checked_stop_instances
    InstanceResponse._parse_block_device_mapping = _with_encryption


def is_configured(instance: Instance) -> bool:
    return _is_true((instance.hibernation_options or {}).get("Configured"))


def _with_encryption(self) -> list[dict]:
    mappings = _parse_block_device_mapping(self)
    for mapping, asked in zip(mappings, self._get_param("BlockDeviceMappings", []), strict=True):
        mapping["Ebs"]["Encrypted"] = _is_true(asked.get("Ebs", {}).get("Encrypted"))
    return mappings


def _checked_run_instances(self, image_id, count, user_data, security_group_names, **kwargs):
    if _is_true((kwargs.get("hibernation_options") or {}).get("Configured")):
        _check(self, image_id, kwargs)
    return _run_instances(self, image_id, count, user_data, security_group_names, **kwargs)


def _check(backend, image_id: str, kwargs: dict) -> None:
    name = kwargs["instance_type"]
    machine = INSTANCE_TYPES.get(name, {})
    if not machine.get("HibernationSupported"):
        raise _UnsupportedHibernationConfiguration(f"Hibernation is not supported by the instance type {name}.")
    if kwargs.get("instance_market_options") == "spot":
        raise _UnsupportedHibernationConfiguration("A one-time spot request cannot hibernate.")
    images = backend.describe_images(filters={"image-id": image_id})
    root_device = images[0].root_device_name if images else "/dev/sda1"
    volumes = [
        mapping["Ebs"]
        for mapping in kwargs.get("block_device_mappings") or []
        if mapping["DeviceName"] == root_device and "Ebs" in mapping
    ]
    if not volumes or not _is_true(volumes[0].get("Encrypted")):
        raise _UnsupportedHibernationConfiguration("The root volume must be encrypted.")
    memory = machine["MemoryInfo"]["SizeInMiB"]
    if int(volumes[0].get("VolumeSize") or 0) * _MIB_PER_GIB <= memory:
        raise _UnsupportedHibernationConfiguration(f"The root volume has no room for {memory} MiB of memory.")


def _checked_stop_instances(self):
    if not _is_true(self._get_param("Hibernate")):
        return _stop_instances(self)
    instances = self.ec2_backend.get_multi_instances_by_id(self._get_param("InstanceIds", []))
    for instance in instances:
        if not is_configured(instance):
            raise _UnsupportedHibernationConfiguration(
                "The instance can't be hibernated because it was not configured at launch for hibernation: "
                + instance.id
            )
    reasons = {instance: instance.state_reason for instance in instances if instance.state != "running"}
    result = _stop_instances(self)
    for instance in instances:
        # What was stopped before was stopped for another reason, which moto would overwrite.
        instance.state_reason = reasons.get(instance) or StateReason(
            "Client.UserInitiatedHibernate: User initiated hibernate", "Client.UserInitiatedHibernate"
        )
    return result


def _is_true(value) -> bool:
    return value is True or str(value).lower() == "true"
