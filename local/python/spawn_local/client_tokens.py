"""Lets RunInstances keep what its client token promises.

LocalStack: its EC2 ignores ClientToken, so that whoever asks again after a lost answer gets a second instance. On AWS the
same token with the same parameters is the same instances, with others it is an error:
https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html
"""

import json
import threading

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.responses.instances import InstanceResponse

_lock = threading.Lock()


class _IdempotentParameterMismatch(EC2ClientError):
    def __init__(self, token: str):
        super().__init__(
            "IdempotentParameterMismatch",
            f"Arguments on this idempotent request are inconsistent with arguments used in previous request(s): {token}",
        )


def keep_promises() -> None:
    """What is refused uses up no token."""
    run_instances = InstanceResponse.run_instances

    def once_for_each_token(self):
        token = self._get_param("ClientToken")
        if not token:
            return run_instances(self)
        # As it came, before anybody has read it; moto's own values have no equality.
        asked = json.dumps(dict(self._get_params()), sort_keys=True, default=vars)
        with _lock:
            answered = self.ec2_backend.__dict__.setdefault("spawn_answered", {})
            if token in answered:
                before, answer = answered[token]
                if before != asked:
                    raise _IdempotentParameterMismatch(token)
                return answer
            answer = run_instances(self)
            answered[token] = (asked, answer)
            return answer

    InstanceResponse.run_instances = once_for_each_token
