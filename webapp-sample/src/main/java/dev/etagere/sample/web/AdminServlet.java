package dev.etagere.sample.web;

import dev.etagere.sample.shop.Product;
import dev.etagere.sample.shop.ProductChange;
import dev.etagere.sample.shop.Products;
import dev.etagere.sample.shop.Shop;
import dev.etagere.sample.shop.Sort;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /admin}: all products; {@code /admin/products/{id}}: a form that changes one, and sends the browser back to the list.
 * The container lets nobody come here who has not the role {@code admin}.
 */
public final class AdminServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final int MAX_DIGITS = 12;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getPathInfo() == null || request.getPathInfo().equals("/")) {
            Optional<String> saved = savedProduct(request).map(Product::name);
            html(response, 200, AdminPages.list(root(request), shop().products().list(Optional.empty(), Sort.NAME), saved));
            return;
        }
        Optional<Product> product = product(request.getPathInfo());
        if (product.isEmpty()) {
            html(response, 404, AdminPages.message(root(request), "Not found", "There is no such product."));
        } else {
            form(request, response, 200, AdminPages.Fields.of(product.get()), Map.of());
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Product> product = product(request.getPathInfo());
        if (product.isEmpty()) {
            html(response, 404, AdminPages.message(root(request), "Not found", "There is no such product."));
            return;
        }
        if (!tokens().valid(request.getParameter("csrf"), request.getRemoteUser())) {
            html(response, 403, AdminPages.message(root(request), "Not saved",
                    "The form has expired, or it was not ours. Please open it again."));
            return;
        }
        save(request, response, product.get());
    }

    private void save(HttpServletRequest request, HttpServletResponse response, Product before) throws IOException {
        AdminPages.Fields sent = new AdminPages.Fields(before.id(), text(request, "name"), text(request, "category"),
                text(request, "price"), text(request, "stock"));
        ProductChange change = new ProductChange(sent.name(), sent.category(), decimal(sent.price()).orElse(null),
                whole(sent.stock()).orElse(null));
        Map<String, String> problems = change.problems();
        if (problems.isEmpty() && shop().products().change(before.id(), change) != Products.Changed.DONE) {
            problems.put("category", "there is none of that name");
        }
        if (!problems.isEmpty()) {
            form(request, response, 400, sent, problems);
            return;
        }
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", root(request) + "/admin?saved=" + before.id());
    }

    private void form(HttpServletRequest request, HttpServletResponse response, int status, AdminPages.Fields fields,
            Map<String, String> problems) throws IOException {
        String token = tokens().issue(request.getRemoteUser());
        html(response, status, AdminPages.form(root(request), fields, shop().products().categories(), token, problems));
    }

    private Optional<Product> savedProduct(HttpServletRequest request) {
        return Optional.ofNullable(request.getParameter("saved")).flatMap(id -> ProductPath.of("/" + id))
                .flatMap(path -> shop().products().find(path.id()));
    }

    private Optional<Product> product(String pathInfo) {
        String prefix = "/products";
        return pathInfo == null || !pathInfo.startsWith(prefix) ? Optional.empty()
                : ProductPath.of(pathInfo.substring(prefix.length())).filter(path -> path.rest().isEmpty())
                        .flatMap(path -> shop().products().find(path.id()));
    }

    private Shop shop() {
        return ShopListener.shop(getServletContext());
    }

    private CsrfTokens tokens() {
        return (CsrfTokens) getServletContext().getAttribute(CsrfTokens.class.getName());
    }

    private static String root(HttpServletRequest request) {
        return Html.escape(request.getContextPath());
    }

    private static String text(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getParameter(name)).orElse("").strip();
    }

    private static Optional<BigDecimal> decimal(String text) {
        boolean plain = text.length() <= MAX_DIGITS && text.matches("[0-9]+([.][0-9]+)?");
        return plain ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    private static Optional<Integer> whole(String text) {
        return text.matches("[0-9]{1,9}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    private static void html(HttpServletResponse response, int status, String page) throws IOException {
        byte[] content = page.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("text/html;charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }
}
