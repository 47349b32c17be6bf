package dev.etagere.sample.web;

import dev.etagere.sample.shop.Product;
import dev.etagere.sample.shop.ProductChange;
import dev.etagere.sample.shop.Products;
import dev.etagere.sample.shop.Sort;
import dev.etagere.servlet.CacheFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code GET /api/products?category=&sort=}, {@code GET} and {@code PUT /api/products/{id}}, {@code POST /api/products/{id}/purchases}.
 * The rules in {@code etagere.yaml} cache the first two and evict after the others.
 */
public final class ProductsServlet extends ApiServlet {

    private static final long serialVersionUID = 1L;
    private static final int MAX_QUANTITY = 100;
    private static final String SORTS = Arrays.stream(Sort.values()).map(Sort::parameter).collect(Collectors.joining(", "));

    /** The content of a purchase. */
    record Purchase(Integer quantity) {
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getPathInfo() == null) {
            list(request, response);
        } else {
            json(response, product(id(request)));
        }
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int id = id(request);
        ProductChange change = body(request, ProductChange.class);
        if (!change.problems().isEmpty()) {
            throw ApiException.badFields(change.problems());
        }
        Product before = product(id);
        json(response, switch (shop().products().change(id, change)) {
            case NO_PRODUCT -> throw noProduct(id);
            case NO_CATEGORY -> throw ApiException.badFields(Map.of("category", "there is none of that name"));
            case DONE -> {
                CategoriesServlet.moved(getServletContext(), before, change);
                yield product(id);
            }
        });
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ProductPath path = ProductPath.of(request.getPathInfo()).filter(found -> found.rest().equals(Optional.of("purchases")))
                .orElseThrow(() -> ApiException.notFound("nothing can be posted here"));
        Purchase purchase = body(request, Purchase.class);
        if (purchase.quantity() == null || purchase.quantity() < 1 || purchase.quantity() > MAX_QUANTITY) {
            throw ApiException.badFields(Map.of("quantity", "a whole number from 1 to " + MAX_QUANTITY));
        }
        Product after = switch (shop().orders().buy(request.getRemoteUser(), path.id(), purchase.quantity())) {
            case NO_PRODUCT -> throw noProduct(path.id());
            case NO_CUSTOMER -> throw ApiException.of(403, "you are not a customer");
            case SOLD_OUT -> throw ApiException.of(409, "there are fewer on the shelf");
            case DONE -> product(path.id());
        };
        CacheFilter.etagere(getServletContext()).evict(DashboardServlet.tag(request.getRemoteUser()));
        response.setStatus(HttpServletResponse.SC_CREATED);
        json(response, after);
    }

    private void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<String> category = parameter(request, "category");
        Sort sort = parameter(request, "sort")
                .map(name -> Sort.of(name).orElseThrow(() -> ApiException.badRequest("sort is one of " + SORTS)))
                .orElse(Sort.NAME);
        Products products = shop().products();
        if (category.isPresent() && !products.hasCategory(category.get())) {
            throw ApiException.badRequest("there is no such category; see /api/categories");
        }
        json(response, products.list(category, sort));
    }

    private Product product(int id) {
        return shop().products().find(id).orElseThrow(() -> noProduct(id));
    }

    private static int id(HttpServletRequest request) {
        return ProductPath.of(request.getPathInfo()).filter(path -> path.rest().isEmpty())
                .orElseThrow(() -> ApiException.notFound("there is no such product")).id();
    }

    private static ApiException noProduct(int id) {
        return ApiException.notFound("there is no product " + id);
    }
}
