package dev.etagere.sample.web;

import dev.etagere.sample.shop.Shop;
import dev.etagere.sample.shop.ShopException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** What the servlets of the JSON API share: reading and writing JSON, parameters, and problems instead of stack traces. */
abstract class ApiServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ApiServlet.class);
    private static final int MAX_BODY = 16 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT).disable(MapperFeature.ALLOW_COERCION_OF_SCALARS).build();

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        try {
            super.service(request, response);
        } catch (ApiException e) {
            problem(response, e.status(), e.getMessage(), e.fields());
        } catch (ShopException e) {
            LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
            problem(response, 500, "the shop cannot answer at the moment", Map.of());
        }
    }

    final Shop shop() {
        return ShopListener.shop(getServletContext());
    }

    /** The parameter's one value; empty where it is absent or empty. */
    static Optional<String> parameter(HttpServletRequest request, String name) {
        String[] values = request.getParameterValues(name);
        if (values != null && values.length > 1) {
            throw ApiException.badRequest("the parameter " + name + " is given more than once");
        }
        return Optional.ofNullable(values).map(all -> all[0]).filter(value -> !value.isEmpty());
    }

    static <T> T body(HttpServletRequest request, Class<T> type) throws IOException {
        String contentType = request.getContentType();
        if (contentType == null || !contentType.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            throw ApiException.of(415, "the content must be application/json");
        }
        byte[] content = request.getInputStream().readNBytes(MAX_BODY + 1);
        if (content.length > MAX_BODY) {
            throw ApiException.of(413, "the content may have " + MAX_BODY + " bytes at most");
        }
        try {
            T value = JSON.readValue(content, type);
            if (value == null) {
                throw ApiException.badRequest("the content must be a JSON object");
            }
            return value;
        } catch (JacksonException e) {
            throw ApiException.badRequest("the content is not the JSON that is expected here: " + e.getOriginalMessage());
        }
    }

    static void json(HttpServletResponse response, Object value) throws IOException {
        write(response, "application/json", value);
    }

    private static void problem(HttpServletResponse response, int status, String detail, Map<String, String> fields) throws IOException {
        response.resetBuffer();
        response.setStatus(status);
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("status", status);
        problem.put("detail", detail);
        if (!fields.isEmpty()) {
            problem.put("fields", fields);
        }
        write(response, "application/problem+json", problem);
    }

    private static void write(HttpServletResponse response, String contentType, Object value) throws IOException {
        byte[] content = JSON.writeValueAsBytes(value);
        response.setContentType(contentType);
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }
}
