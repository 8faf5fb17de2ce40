"""Leaves an instance that has ended as it is.

LocalStack: its EC2 makes a terminated instance run again when it is started, stops it when it is stopped, and changes why
it ended when it is terminated once more. On AWS the first two are refused and the last changes nothing:
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html
"""

import copy
import threading

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.instances import Instance

_ENDED = ("shutting-down", "terminated")
_changes = threading.Lock()
_start = Instance.start
_stop = Instance.stop
_reboot = Instance.reboot
_terminate = Instance.terminate


class _IncorrectInstanceState(EC2ClientError):
    def __init__(self, instance: str, wanted: str):
        super().__init__(
            "IncorrectInstanceState", f"This instance '{instance}' is not in a state from which it can be {wanted}."
        )


def stay_so() -> None:
    Instance.start = _unless_ended(_start, "started")
    Instance.stop = _unless_ended(_stop, "stopped")
    Instance.reboot = _unless_ended(_reboot, "rebooted")
    Instance.terminate = _terminated_once


def _unless_ended(change, wanted: str):
    def changed(self: Instance):
        # One at a time: a start that was let through must not come after an end.
        with _changes:
            if self.state in _ENDED:
                raise _IncorrectInstanceState(self.id, wanted)
            return change(self)

    return changed


def _terminated_once(self: Instance):
    with _changes:
        return copy.copy(self._state) if self.state in _ENDED else _terminate(self)
