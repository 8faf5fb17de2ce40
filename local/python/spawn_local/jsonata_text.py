"""Lets a variable of a flow hold any text.

LocalStack: it writes a text variable between quotes as it is, so that a quote in it ends the expression, and what follows
is evaluated. On AWS variables are values. The patch is made before anybody has imported the function by its name.
"""

import json
from typing import Any

from localstack.services.stepfunctions.asl.jsonata import jsonata
from localstack.services.stepfunctions.asl.utils.encoding import to_json_str


def quote() -> None:
    jsonata.encode_jsonata_variable_declarations = _declarations


def _declarations(bindings: dict[str, Any]) -> str:
    return "".join(f"{name}:={_literal(value)};" for name, value in bindings.items())


def _literal(value: Any) -> str:
    # A JSON string is a JSONata string: the same escapes.
    return json.dumps(value) if isinstance(value, str) else to_json_str(value, separators=(",", ":"))
