"""Lets RunInstances keep what its client token promises.

LocalStack: its EC2 ignores ClientToken, so that whoever asks again after a lost answer gets a second instance. On AWS the
same token with the same parameters is the same instances, with others it is an error:
https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html
"""

import json
import threading

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend

_MADE_UP = "ABCDE"
_lock = threading.Lock()


class _IdempotentParameterMismatch(EC2ClientError):
    def __init__(self, token: str):
        super().__init__(
            "IdempotentParameterMismatch",
            f"Arguments on this idempotent request are inconsistent with arguments used in previous request(s): {token}",
        )


def keep_promises() -> None:
    """To be called when all other mends of RunInstances are made: what they refuse uses up no token."""
    run_instances = EC2Backend.run_instances

    def once_for_each_token(self, image_id, count, user_data, security_group_names, **kwargs):
        token = kwargs.get("client_token") or _MADE_UP
        if token == _MADE_UP:
            return run_instances(self, image_id, count, user_data, security_group_names, **kwargs)
        # The user data is an object of moto's own, whose address is another each time.
        asked = json.dumps((image_id, count, user_data, security_group_names, kwargs), sort_keys=True, default=vars)
        with _lock:
            answered = self.__dict__.setdefault("spawn_answered", {})
            if token in answered:
                before, reservation = answered[token]
                if before != asked:
                    raise _IdempotentParameterMismatch(token)
                return reservation
            reservation = run_instances(self, image_id, count, user_data, security_group_names, **kwargs)
            answered[token] = (asked, reservation)
            return reservation

    EC2Backend.run_instances = once_for_each_token
