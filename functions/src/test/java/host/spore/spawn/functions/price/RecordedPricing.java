package host.spore.spawn.functions.price;

import host.spore.spawn.events.json.Json;
import host.spore.spawn.events.json.JsonArray;
import host.spore.spawn.events.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import software.amazon.awssdk.services.pricing.PricingClient;
import software.amazon.awssdk.services.pricing.model.Filter;
import software.amazon.awssdk.services.pricing.model.GetProductsRequest;
import software.amazon.awssdk.services.pricing.model.GetProductsResponse;
import software.amazon.awssdk.services.pricing.paginators.GetProductsIterable;

/** The Pricing API over recorded products: filters by attribute, one product on each page. */
final class RecordedPricing implements PricingClient {
    final List<GetProductsRequest> requests = new ArrayList<>();

    private final List<JsonObject> products;

    RecordedPricing(List<JsonObject> products) {
        this.products = List.copyOf(products);
    }

    static List<JsonObject> recorded() {
        try (InputStream file = RecordedPricing.class.getResourceAsStream("/prices/products.json")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return ((JsonArray) Json.parse(text))
                    .items().stream().map(JsonObject.class::cast).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public GetProductsResponse getProducts(GetProductsRequest request) {
        requests.add(request);
        List<JsonObject> found = products.stream()
                .filter(product -> request.filters().stream().allMatch(filter -> matches(product, filter)))
                .toList();
        int page = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
        return GetProductsResponse.builder()
                .priceList(found.stream()
                        .skip(page)
                        .limit(1)
                        .map(JsonObject::toString)
                        .toList())
                .nextToken(page + 1 < found.size() ? Integer.toString(page + 1) : null)
                .build();
    }

    @Override
    public GetProductsIterable getProductsPaginator(Consumer<GetProductsRequest.Builder> request) {
        return new GetProductsIterable(
                this, GetProductsRequest.builder().applyMutation(request).build());
    }

    private static boolean matches(JsonObject product, Filter filter) {
        JsonObject of = product.object("product");
        return (filter.field().equals("productFamily")
                        ? of.string("productFamily")
                        : of.object("attributes").optionalString(filter.field()).orElse(""))
                .equals(filter.value());
    }

    @Override
    public String serviceName() {
        return "pricing";
    }

    @Override
    public void close() {}
}
