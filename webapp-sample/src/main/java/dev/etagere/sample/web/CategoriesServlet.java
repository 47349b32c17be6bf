package dev.etagere.sample.web;

import dev.etagere.sample.shop.Product;
import dev.etagere.sample.shop.ProductChange;
import dev.etagere.servlet.CacheFilter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code GET /api/categories}. */
public final class CategoriesServlet extends ApiServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        json(response, shop().products().categories());
    }

    /** What no rule can tell from a path: only a product that moved changes how many products the categories have. */
    static void moved(ServletContext context, Product before, ProductChange change) {
        if (!before.category().equals(change.category())) {
            CacheFilter.etagere(context).evict("categories");
        }
    }
}
