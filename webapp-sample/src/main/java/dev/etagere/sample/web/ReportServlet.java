package dev.etagere.sample.web;

import dev.etagere.sample.api.Json;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code GET /api/report}: slow, and no JAX-RS resource. The rules in {@code etagere.yaml} cache it. */
public final class ReportServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        try {
            byte[] content = Json.MAPPER.writeValueAsBytes(ShopListener.shop(getServletContext()).reports().make());
            response.setContentType("application/json");
            response.setContentLength(content.length);
            response.getOutputStream().write(content);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServletException("interrupted while the report was made", e);
        }
    }
}
