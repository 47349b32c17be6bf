package dev.etagere.sample.api;

import dev.etagere.sample.shop.ShopException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whatever goes wrong becomes a problem document (RFC 9457), and no stack trace. */
@Provider
public final class Problems implements ExceptionMapper<RuntimeException> {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @Override
    public Response toResponse(RuntimeException exception) {
        if (exception instanceof ApiException known) {
            return problem(Response.status(known.status()), known.status(), known.getMessage(), known.fields());
        }
        if (exception instanceof WebApplicationException http) {
            Response answer = http.getResponse();
            return problem(Response.fromResponse(answer), answer.getStatus(), answer.getStatusInfo().getReasonPhrase(), Map.of());
        }
        LOG.error(exception instanceof ShopException ? "The database failed" : "A request failed", exception);
        return problem(Response.serverError(), 500, "the shop cannot answer at the moment", Map.of());
    }

    private static Response problem(Response.ResponseBuilder response, int status, String detail, Map<String, String> fields) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("status", status);
        problem.put("detail", detail);
        if (!fields.isEmpty()) {
            problem.put("fields", fields);
        }
        return response.type(MEDIA_TYPE).entity(problem).build();
    }
}
