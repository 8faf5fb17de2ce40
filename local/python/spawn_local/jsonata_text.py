"""Lets a variable of a flow hold any text, and a flow cut it.

LocalStack: it writes a text variable between quotes as it is, so that a quote in it ends the expression, and what follows
is evaluated. On AWS variables are values. The patch is made before anybody has imported the function by its name.

LocalStack: the JSONata for Java behind it counts characters in $substring, as JSONata does, and fails where a text that ends
before the cut has a character of two halves: the reason of a failure with an emoji in it had no outcome.
https://docs.jsonata.org/string-functions#substring
"""

import json
from typing import Any

from localstack.services.stepfunctions.asl.jsonata import jsonata
from localstack.services.stepfunctions.asl.utils.encoding import to_json_str


# From the beginning, which is all that flows ask for. The names of its parameters are none of JSONata's own.
_SUBSTRING = (
    "$spawnCut:=$substring;$substring:=function($text,$from,$most){$from=0"
    "?($exists($most)?($most<$length($text)?$spawnCut($text,0,$most):$text):$text)"
    ":$spawnCut($text,$from,$most)};"
)


def quote() -> None:
    jsonata.encode_jsonata_variable_declarations = _declarations


def cut() -> None:
    jsonata.compose_jsonata_expression = _composed


def _composed(final_jsonata_expression: str, variable_declarations_list: list[str]) -> str:
    mended = _SUBSTRING if "$substring(" in final_jsonata_expression else ""
    return f"({''.join(variable_declarations_list)}{mended}{final_jsonata_expression})"


def _declarations(bindings: dict[str, Any]) -> str:
    return "".join(f"{name}:={_literal(value)};" for name, value in bindings.items())


def _literal(value: Any) -> str:
    # A JSON string is a JSONata string: the same escapes.
    return json.dumps(value) if isinstance(value, str) else to_json_str(value, separators=(",", ":"))
