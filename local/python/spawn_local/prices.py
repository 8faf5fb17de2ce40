"""Tells prices: the Pricing API, which LocalStack lacks, and the spot market's, which moto makes up.

The products are those of prices/products.json and prices/spot.json among the test events, in the shapes that AWS documents:
https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-price-list-query-api.html and
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSpotPriceHistory.html. What is not among them has no
price, as on AWS a type has none in a region that lacks it.
"""

import json
from pathlib import Path

_RECORDED = Path(__file__).parents[3] / "test-events/src/main/resources/prices"
_MOST_RESULTS = 100

_SPOT_HISTORY = """<DescribeSpotPriceHistoryResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
  <requestId>59dbff89-35bd-4eac-99ed-be587EXAMPLE</requestId>
  <spotPriceHistorySet>
    {% for price in prices %}
    <item>
      <instanceType>{{ price.instanceType }}</instanceType>
      <productDescription>{{ price.productDescription }}</productDescription>
      <spotPrice>{{ price.spotPrice }}</spotPrice>
      <availabilityZone>{{ price.availabilityZone }}</availabilityZone>
      <timestamp>{{ price.timestamp }}</timestamp>
    </item>
    {% endfor %}
  </spotPriceHistorySet>
  <nextToken/>
</DescribeSpotPriceHistoryResponse>"""


def recorded(name: str) -> list[dict]:
    return json.loads((_RECORDED / name).read_text(encoding="utf-8"))


def products(request: dict, among: list[dict]) -> dict:
    """Answers GetProducts.

    On AWS, PriceList is a list of strings, each of which is JSON.
    """
    found = [product for product in among if _matches(product, request)]
    start = int(request.get("NextToken") or 0)
    end = start + min(int(request.get("MaxResults") or _MOST_RESULTS), _MOST_RESULTS)
    answer = {"FormatVersion": "aws_v1", "PriceList": [json.dumps(product) for product in found[start:end]]}
    return answer | {"NextToken": str(end)} if end < len(found) else answer


def _matches(product: dict, request: dict) -> bool:
    if product["serviceCode"] != request.get("ServiceCode"):
        return False
    attributes = product["product"]["attributes"] | {"productFamily": product["product"]["productFamily"]}
    return all(attributes.get(asked["Field"]) == asked["Value"] for asked in request.get("Filters") or [])


def spot_prices(instance_types: list[str], descriptions: list[str], among: list[dict]) -> list[dict]:
    return [
        price
        for price in among
        if (not instance_types or price["instanceType"] in instance_types)
        and (not descriptions or price["productDescription"] in descriptions)
    ]


def tell() -> None:
    from localstack.aws import handlers
    from moto.ec2.responses.spot_instances import SpotInstances

    listed = recorded("products.json")
    spot = recorded("spot.json")

    def pricing(chain, context, response) -> None:
        if context.service is None or context.service.service_name != "pricing":
            return
        if context.operation is None or context.operation.name != "GetProducts":
            chain.respond(400, json.dumps({"__type": "InvalidParameterException", "Message": "only GetProducts"}))
            return
        response.headers["Content-Type"] = "application/x-amz-json-1.1"
        chain.respond(200, json.dumps(products(context.service_request, listed)))

    def describe_spot_price_history(self) -> str:
        asked = spot_prices(
            self._get_param("InstanceTypes", []), self._get_param("ProductDescriptions", []), spot
        )
        return self.response_template(_SPOT_HISTORY).render(prices=asked)

    handlers.serve_custom_service_request_handlers.append(pricing)
    SpotInstances.describe_spot_price_history = describe_spot_price_history
