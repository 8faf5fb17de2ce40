"""The recorded prices, as the Pricing API and EC2 would tell them."""

import json
import unittest

from spawn_local import prices


def _request(**attributes: str) -> dict:
    return {
        "ServiceCode": "AmazonEC2",
        "Filters": [
            {"Type": "TERM_MATCH", "Field": field, "Value": value} for field, value in attributes.items()
        ],
    }


class ProductsTest(unittest.TestCase):
    products = prices.recorded("products.json")

    def test_a_product_is_json_in_a_string(self):
        answer = prices.products(
            _request(
                instanceType="t3.micro",
                operatingSystem="Linux",
                tenancy="Shared",
                preInstalledSw="NA",
                capacitystatus="Used",
                regionCode="us-east-1",
            ),
            self.products,
        )

        [product] = map(json.loads, answer["PriceList"])
        [term] = product["terms"]["OnDemand"].values()
        [dimension] = term["priceDimensions"].values()
        self.assertEqual(("Hrs", "0.0104000000"), (dimension["unit"], dimension["pricePerUnit"]["USD"]))

    def test_every_filter_counts(self):
        micro = prices.products(_request(instanceType="t3.micro"), self.products)
        elsewhere = prices.products(_request(instanceType="t3.micro", regionCode="eu-west-1"), self.products)

        self.assertEqual((4, 0), (len(micro["PriceList"]), len(elsewhere["PriceList"])))

    def test_pages_are_as_long_as_was_asked_for(self):
        request = _request(instanceType="t3.micro") | {"MaxResults": 3}

        first = prices.products(request, self.products)
        last = prices.products(request | {"NextToken": first["NextToken"]}, self.products)

        self.assertEqual((3, 1), (len(first["PriceList"]), len(last["PriceList"])))
        self.assertNotIn("NextToken", last)

    def test_a_spot_price_is_one_of_the_type_and_the_system(self):
        found = prices.spot_prices(["t3.micro"], ["Linux/UNIX"], prices.recorded("spot.json"))

        self.assertEqual({"us-east-1a", "us-east-1b"}, {price["availabilityZone"] for price in found})
        self.assertEqual([], prices.spot_prices(["x9.huge"], ["Linux/UNIX"], prices.recorded("spot.json")))


if __name__ == "__main__":
    unittest.main()
