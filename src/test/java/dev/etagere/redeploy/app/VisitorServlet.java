package dev.etagere.redeploy.app;

import dev.etagere.Etagere;
import dev.etagere.cache.Cache;
import dev.etagere.servlet.CacheFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Uses what an application uses, and leaves open what should be closed. */
public final class VisitorServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Etagere etagere = CacheFilter.etagere(getServletContext());
        response.setContentType("text/plain");
        switch (request.getPathInfo()) {
            case "/value" -> response.getWriter().print(visitors(etagere).get("7", key -> new Visitor("Ana", List.of("shop"))));
            case "/scope" -> {
                etagere.fenceScope();
                response.getWriter().print(visitors(etagere).get("8", key -> new Visitor("Ben", List.of())));
            }
            case "/slow" -> {
                awaitGate();
                visitors(etagere).put("9", new Visitor("Cleo", List.of()), java.time.Duration.ofHours(1), "visitors");
                response.getWriter().print("slow");
            }
            default -> response.getWriter().print("made at " + System.nanoTime());
        }
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) {
        CacheFilter.etagere(getServletContext()).evict("visitors");
    }

    private static Cache<Visitor> visitors(Etagere etagere) {
        return etagere.cache("visitors", Visitor.class);
    }

    /** The gate is the test's: it is handed over in the JVM, as the two share no class but those of the JDK. */
    private static void awaitGate() {
        Object arrived = System.getProperties().get("redeploy.arrived");
        Object gate = System.getProperties().get("redeploy.gate");
        if (arrived instanceof CountDownLatch first && gate instanceof CountDownLatch second) {
            first.countDown();
            try {
                second.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
