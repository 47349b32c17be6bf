package dev.etagere.sample.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.etagere.jaxrs.Cached;
import dev.etagere.jaxrs.Evict;
import dev.etagere.jaxrs.NotCached;
import dev.etagere.sample.shop.Deliveries;
import dev.etagere.sample.shop.Offer;
import dev.etagere.sample.shop.Product;
import dev.etagere.sample.shop.ProductChange;
import dev.etagere.sample.shop.ProductRow;
import dev.etagere.sample.shop.Products;
import dev.etagere.sample.shop.Shop;
import dev.etagere.sample.shop.Sort;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code /api/products}: the catalogue. What changes a product needs no word here of the product's own pages and lists: its entity says
 * what they are tagged with. The report is no entity; it may lag behind a little.
 */
@Path("products")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Cached(policy = "catalogue")
public class ProductResource {

    /** Only a number's own spelling counts: {@code 007} would be a second address of product 7 with a tag of its own. */
    private static final String ONE = "{id: [1-9][0-9]{0,8}}";
    private static final int MAX_PIECES = 100;
    private static final String SORTS = Arrays.stream(Sort.values()).map(Sort::parameter).collect(Collectors.joining(", "));

    private final Shop shop;
    private final Products products;
    private final Department department;

    ProductResource(Shop shop, Department department) {
        this.shop = shop;
        this.products = shop.products();
        this.department = department;
    }

    /** A product as one department sees it. */
    public record OfferedProduct(@JsonUnwrapped Product product, Offer offer) {
    }

    /** The content of a purchase, and of a delivery. */
    public record Pieces(Integer quantity) {
        private int checked() {
            if (quantity == null || quantity < 1 || quantity > MAX_PIECES) {
                throw ApiException.badFields(Map.of("quantity", "a whole number from 1 to " + MAX_PIECES));
            }
            return quantity;
        }
    }

    @GET
    @Cached(policy = "lists", tags = "category:{category}", tagsFrom = CategoriesShown.class)
    public List<ProductRow> list(@QueryParam("category") List<String> category, @QueryParam("sort") List<String> sort) {
        Optional<String> shelf = one("category", category);
        Sort order = one("sort", sort)
                .map(name -> Sort.of(name).orElseThrow(() -> ApiException.badRequest("sort is one of " + SORTS)))
                .orElse(Sort.NAME);
        if (shelf.isPresent() && !products.hasCategory(shelf.get())) {
            throw ApiException.badRequest("there is no such category; see /api/categories");
        }
        return products.list(shelf, order);
    }

    @GET
    @Path(ONE)
    @Cached(policy = "catalogue", tags = "product:{id}", key = Department.class, validator = ProductVersion.class)
    public OfferedProduct one(@PathParam("id") int id, @Context SecurityContext security) {
        Product product = product(id);
        return new OfferedProduct(product, Offer.of(product, department.of(security)));
    }

    @PUT
    @Path(ONE)
    @RolesAllowed("admin")
    @Evict(tags = "report", soft = true)
    public Product change(@PathParam("id") int id, ProductChange change) {
        if (!change.problems().isEmpty()) {
            throw ApiException.badFields(change.problems());
        }
        return switch (products.change(id, change)) {
            case NO_PRODUCT -> throw noProduct(id);
            case NO_CATEGORY -> throw ApiException.badFields(Map.of("category", "there is none of that name"));
            case DONE -> product(id);
        };
    }

    @POST
    @Path(ONE + "/purchases")
    @RolesAllowed("customer")
    @Evict(tags = "report", soft = true)
    public Response buy(@PathParam("id") int id, Pieces pieces, @Context SecurityContext security) {
        Product after = switch (shop.orders().buy(security.getUserPrincipal().getName(), id, pieces.checked())) {
            case NO_PRODUCT -> throw noProduct(id);
            case NO_CUSTOMER -> throw ApiException.of(403, "you are not a customer");
            case SOLD_OUT -> throw ApiException.of(409, "there are fewer on the shelf");
            case DONE -> product(id);
        };
        return Response.status(Response.Status.CREATED).entity(after).build();
    }

    /** Changes by the second. */
    @GET
    @Path(ONE + "/deliveries")
    @NotCached
    public List<Deliveries.Delivery> deliveries(@PathParam("id") int id) {
        return shop.deliveries().of(id);
    }

    /** Is answered before the delivery has arrived: what it makes out of date is evicted then, because a row has changed. */
    @POST
    @Path(ONE + "/deliveries")
    @RolesAllowed("admin")
    public Response deliver(@PathParam("id") int id, Pieces pieces) {
        product(id);
        return Response.accepted(shop.deliveries().announce(id, pieces.checked())
                .orElseThrow(() -> ApiException.of(503, "too many deliveries are under way"))).build();
    }

    private static Optional<String> one(String name, List<String> values) {
        if (values.size() > 1) {
            throw ApiException.badRequest("the parameter " + name + " is given more than once");
        }
        return values.stream().filter(value -> !value.isEmpty()).findFirst();
    }

    private Product product(int id) {
        return products.find(id).orElseThrow(() -> noProduct(id));
    }

    private static ApiException noProduct(int id) {
        return ApiException.notFound("there is no product " + id);
    }
}
