package dev.etagere.jaxrs;

import dev.etagere.response.Reply;
import dev.etagere.response.TagHeaders;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;

/**
 * Sees a response after all other response filters, and before its first byte: whatever was to be evicted is evicted when it returns,
 * unless a transaction is still open.
 */
final class LastResponseFilter implements ContainerResponseFilter {

    /** The attribute of requests that the servlet filter has seen; it keeps tag headers from clients itself, and may need them. */
    private static final String FILTERED = "dev.etagere.servlet.CacheFilter.exchange";

    private final AfterCommit afterCommit;
    private final TagHeaders tagHeaders;

    LastResponseFilter(AfterCommit afterCommit, TagHeaders tagHeaders) {
        this.afterCommit = afterCommit;
        this.tagHeaders = tagHeaders;
    }

    /** Runs something after the transaction that the thread is in, and never if that rolls back; at once where it is in none. */
    @FunctionalInterface
    interface AfterCommit {
        void run(Runnable action);
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Object state = request.getProperty(State.PROPERTY);
        if (state instanceof State.Running running) {
            running.exchange().filtered(response);
        } else if (state instanceof State.Served served) {
            served(served, response);
        } else if (state instanceof State.Writing writing) {
            written(writing, request, response);
        }
        if (request.getProperty(FILTERED) == null) {
            withhold(response.getHeaders());
        }
    }

    /** What tags a response is the cache's to know, and was read when the method had returned. */
    private void withhold(MultivaluedMap<String, Object> headers) {
        for (String name : List.copyOf(headers.keySet())) {
            if (tagHeaders.withholds(name)) {
                headers.remove(name);
            }
        }
    }

    /** A part of a representation cannot be encoded on its way: its range counts the bytes of the whole as it is (RFC 9110 §14.4). */
    private static void served(State.Served served, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        if (served.reply().status() == 206 && !encoding(served.reply()).equals(Fields.of(headers).values("Content-Encoding"))) {
            headers.remove(HttpHeaders.CONTENT_ENCODING);
            encoding(served.reply()).forEach(value -> headers.add(HttpHeaders.CONTENT_ENCODING, value));
        }
        Entities.weaken(served.reply(), headers);
        Entities.keepFromOthers(headers);
    }

    private static List<Object> encoding(Reply reply) {
        return Answers.fields(reply, "GET").getOrDefault(HttpHeaders.CONTENT_ENCODING, List.of());
    }

    private void written(State.Writing writing, ContainerRequestContext request, ContainerResponseContext response) {
        writing.status = response.getStatus();
        writing.headers = Locations.absolute(Fields.of(response.getHeaders()), request.getUriInfo());
        try {
            afterCommit.run(writing::evict);
        } catch (RuntimeException e) {
            Faults.report("evicting", e);
        }
    }
}
