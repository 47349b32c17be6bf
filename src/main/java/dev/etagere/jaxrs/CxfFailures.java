package dev.etagere.jaxrs;

import dev.etagere.response.Reply;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.lang.ref.WeakReference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sees the exceptions that nobody maps. CXF hands them to the container without a call of the response filters, and still does after a
 * mapper has returned null; others call the filters, and take null for 204, so it is registered with CXF only. What an asynchronous method
 * fails with on another thread it does not see: such a load ends when another request has waited for it in vain.
 */
final class CxfFailures implements ExceptionMapper<Throwable> {

    /** Held by its request, not by the thread, which may serve other applications when this one has ended. */
    private static final ThreadLocal<@Nullable WeakReference<Exchange>> RUNNING = new ThreadLocal<>();

    /** This thread calls the resource method now. */
    static void begin(Exchange exchange) {
        RUNNING.set(new WeakReference<>(exchange));
    }

    /** This thread does so no longer. */
    static void end() {
        RUNNING.remove();
    }

    @Override
    public @Nullable Response toResponse(Throwable exception) {
        @Nullable WeakReference<Exchange> running = RUNNING.get();
        @Nullable Exchange exchange = running == null ? null : running.get();
        RUNNING.remove();
        Optional<Reply> stale = exchange == null ? Optional.empty() : exchange.thrown();
        if (stale.isEmpty()) {
            return exception instanceof WebApplicationException web ? web.getResponse() : null;
        }
        Faults.report("a resource method, in place of whose answer a stale one went out,", exception);
        return Answers.of(stale.get(), "GET");
    }
}
