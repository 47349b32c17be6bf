package dev.etagere.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A transaction that is still open when the method has answered: evictions wait for its commit, and are none when it rolls back. */
class CommitIT {

    private final EvictIT.Shop shop = new EvictIT.Shop();
    private final Around around = new Around();
    private App app;

    @BeforeEach
    void start() {
        app = new App(shop, around);
        app.get("/products/1");
        assertThat(app.get("/products/1").isHit()).isTrue();
    }

    @AfterEach
    void stop() {
        app.close();
    }

    /** Has a transaction around method and response, as a framework may. */
    public static final class Around implements ContainerRequestFilter, WriterInterceptor {
        private volatile boolean evictedBeforeTheEnd;
        private volatile Runnable look = () -> { };

        @Override
        public void filter(ContainerRequestContext request) {
            if (request.getMethod().equals("PUT")) {
                TestTransaction.begin();
            }
        }

        @Override
        public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
            look.run();
            TestTransaction.commit();
            context.proceed();
        }
    }

    @Test
    void evictionIsInForceAfterTheCommitAndNotBefore() {
        around.look = () -> {
            around.look = () -> { };
            around.evictedBeforeTheEnd = !app.get("/products/1").isHit();
        };
        app.client.ask("PUT", "/products/1");

        assertThat(around.evictedBeforeTheEnd).isFalse();
        assertThat(app.get("/products/1").isHit()).isFalse();
    }

    @Test
    void rollbackEvictsNothing() {
        around.look = TestTransaction::rollBack;
        app.client.ask("PUT", "/products/1");

        assertThat(app.get("/products/1").isHit()).isTrue();
    }
}
