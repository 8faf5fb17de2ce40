"""Bad days for EC2 and DynamoDB: a proxy's faults, for the calls of functions and flows, switched on and off by a test.

It sits in LocalStack's chain of handlers, behind the parser and before the service, so that it knows what is asked and by
whom. The functions' calls are those whose user agent names Lambda, as the SDKs do there; the flows' are those of Step
Functions' own clients. Everybody else (tests, the instance host, `cdk`) sees fair weather.

    PUT    /_spawn/faults   {"rate": 0.3, "seed": 1, "kinds": [...], "services": [...], "operations": [...]}
    GET    /_spawn/faults   what was met since: {"rate": 0.3, "met": {"ec2 RunInstances lost": 3}, "calls": 812}
    DELETE /_spawn/faults   fair weather again; answers as GET does

`kinds`: throttled, broken (an answer of 500), reset (the connection, before anything is done), slow, and lost (it is done,
and then the connection is reset). Without `kinds` all of them, without `operations` every one of the services.
"""

import dataclasses
import functools
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable

KINDS = ("throttled", "broken", "reset", "slow", "lost")
SERVICES = ("ec2", "dynamodb")
PATH = "/_spawn/faults"
# Below the 20 s after which the functions' clients give up, so that it is another fault than `lost`.
SLOW_SECONDS = (0.2, 3.0)
_ABORT = "spawn.abort"
_DOOMED = "spawn.doomed"
_FUNCTION = "exec-env/AWS_Lambda_"
_FLOW = "exec-env/AWS_States"


@dataclasses.dataclass(frozen=True)
class Forecast:
    rate: float
    seed: int = 0
    kinds: tuple[str, ...] = KINDS
    services: tuple[str, ...] = SERVICES
    operations: tuple[str, ...] = ()

    @staticmethod
    def parse(text: bytes) -> "Forecast":
        """ValueError says what was wrong."""
        given = json.loads(text)
        known = {field.name for field in dataclasses.fields(Forecast)}
        if not isinstance(given, dict) or not set(given) <= known or "rate" not in given:
            raise ValueError(f"an object with rate, and maybe {', '.join(sorted(known - {'rate'}))} is needed")
        for name, allowed in (("kinds", KINDS), ("services", SERVICES), ("operations", None)):
            if name in given:
                given[name] = tuple(given[name])
                wrong = [] if allowed is None else [value for value in given[name] if value not in allowed]
                if wrong or (allowed is not None and not given[name]):
                    raise ValueError(f"{name}: {', '.join(wrong) or 'none'}: choose from {', '.join(allowed)}")
        forecast = Forecast(**given)
        if not 0 <= forecast.rate <= 1:
            raise ValueError(f"rate {forecast.rate}: a share from 0 to 1 is needed")
        return forecast


class Weather:
    """What befalls a call. One for all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._forecast = Forecast(0)
        self._random = random.Random()
        self._met: Counter[str] = Counter()
        self._calls = 0

    def becomes(self, forecast: Forecast) -> None:
        with self._lock:
            self._forecast, self._random = forecast, random.Random(forecast.seed)
            self._met, self._calls = Counter(), 0

    def clears(self) -> None:
        with self._lock:
            self._forecast = dataclasses.replace(self._forecast, rate=0)

    def told(self) -> dict:
        with self._lock:
            return {"rate": self._forecast.rate, "calls": self._calls, "met": dict(sorted(self._met.items()))}

    def strikes(self, service: str, operation: str) -> tuple[str, float] | None:
        """A kind of fault, and how long it takes where it is slowness."""
        with self._lock:
            forecast = self._forecast
            if service not in forecast.services or (forecast.operations and operation not in forecast.operations):
                return None
            self._calls += 1
            if self._random.random() >= forecast.rate:
                return None
            kind = self._random.choice(forecast.kinds)
            self._met[f"{service} {operation} {kind}"] += 1
            return kind, self._random.uniform(*SLOW_SECONDS)


def install() -> None:
    """Before LocalStack starts. Without a forecast nothing ever happens."""
    from localstack.aws import handlers
    from localstack.services.internal import get_internal_apis
    from rolo import route

    weather = Weather()
    _let_connections_be_reset()
    _name_the_flows()
    handlers.serve_custom_service_request_handlers.append(functools.partial(_before, weather))
    handlers.run_custom_finalizers.append(_after)

    @route(PATH, methods=["PUT", "GET", "DELETE"])
    def control(request):
        return _control(weather, request)

    get_internal_apis().add(control)


def _control(weather: Weather, request):
    from rolo import Response

    if request.method == "PUT":
        try:
            weather.becomes(Forecast.parse(request.get_data()))
        except (ValueError, TypeError) as wrong:
            return Response(json.dumps({"message": f"faults: {wrong}"}), status=400, mimetype="application/json")
    elif request.method == "DELETE":
        weather.clears()
    return Response(json.dumps(weather.told()), mimetype="application/json")


def _before(weather: Weather, chain, context, response) -> None:
    from localstack.aws.api import CommonServiceException

    if context.service is None or context.operation is None or not _is_ours(context.request.headers.get("User-Agent", "")):
        return
    service = context.service.service_name
    struck = weather.strikes(service, context.operation.name)
    if struck is None:
        return
    kind, seconds = struck
    match kind:
        case "throttled" if service == "ec2":
            # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
            raise CommonServiceException("RequestLimitExceeded", "Request limit exceeded.", 503)
        case "throttled":
            # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
            raise CommonServiceException("ThrottlingException", "Rate of requests exceeds the allowed throughput.", 400)
        case "broken":
            code = "InternalError" if service == "ec2" else "InternalServerError"
            raise CommonServiceException(code, "An internal error has occurred.", 500)
        case "reset":
            context.request.environ[_ABORT]()
            chain.respond(500, b"")
        case "lost":
            context.request.environ[_DOOMED] = True
        case "slow":
            time.sleep(seconds)


def _after(chain, context, response) -> None:
    if context.request.environ.get(_DOOMED):
        context.request.environ[_ABORT]()


def _is_ours(user_agent: str) -> bool:
    return _FUNCTION in user_agent or _FLOW in user_agent


def _let_connections_be_reset() -> None:
    """Gives every request a way to end its connection as a broken network does, with no answer at all."""
    from rolo.serving import twisted as serving
    from twisted.internet import reactor, threads

    update = serving.update_wsgi_environment

    def with_abort(environ, request) -> None:
        update(environ, request)
        environ[_ABORT] = lambda: threads.blockingCallFromThread(reactor, _abort, request)

    serving.update_wsgi_environment = with_abort


def _abort(request) -> None:
    if request.channel is not None:
        request.channel.forceAbortClient()


def _name_the_flows() -> None:
    """Lets calls of Step Functions' integrations be known by their user agent, and their network errors be caught.

    LocalStack: a connection that breaks under an SDK integration is States.Runtime, which no Retry and no Catch sees. On AWS
    it is the service's SdkClientException:
    https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
    """
    from botocore.config import Config
    from botocore.exceptions import HTTPClientError
    from localstack.services.stepfunctions.asl.component.state.state_execution.state_task.service import (
        state_task_service_aws_sdk as integration,
    )
    from localstack.services.stepfunctions.asl.utils import boto_client

    boto_client._BOTO_CLIENT_CONFIG = boto_client._BOTO_CLIENT_CONFIG.merge(Config(user_agent_extra=_FLOW))
    task = integration.StateTaskServiceAwsSdk
    from_error: Callable = task._from_error

    def with_network_errors(self, env, ex):
        if isinstance(ex, HTTPClientError):
            service = self._normalise_service_error_name(self.resource.api_name)
            return self._get_task_failure_event(env, f"{service}.SdkClientException", str(ex))
        return from_error(self, env=env, ex=ex)

    task._from_error = with_network_errors
