package dev.etagere.bench;

import dev.etagere.Etagere;
import dev.etagere.jaxrs.Cached;
import dev.etagere.jaxrs.CachedFeature;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ResourceConfig;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What {@code @Cached} costs on a hit beside Jersey's own work, without a container: the same method, which returns 1 KiB, in an application
 * without the feature, without the annotation, and from the cache.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class JerseyBenchmark {

    private static final URI BASE = URI.create("http://localhost/api/");

    private Etagere etagere;
    private ResourceConfig plainConfig;
    private ResourceConfig cachedConfig;
    private ApplicationHandler plain;
    private ApplicationHandler cached;

    /** Its methods do nothing but return. */
    @Path("r")
    @Produces("text/plain")
    public static class Resource {
        private static final String BODY = "x".repeat(1024);

        @GET
        @Path("plain")
        public String plain() {
            return BODY;
        }

        @GET
        @Path("cached")
        @Cached(ttl = "1h")
        public String cached() {
            return BODY;
        }
    }

    @Setup
    public void start() {
        etagere = Etagere.inMemory();
        plainConfig = new ResourceConfig(Resource.class);
        cachedConfig = new ResourceConfig(Resource.class).register(new CachedFeature(etagere));
        plain = new ApplicationHandler(plainConfig);
        cached = new ApplicationHandler(cachedConfig);
    }

    @TearDown
    public void stop() {
        etagere.close();
    }

    private static int run(ApplicationHandler application, ResourceConfig config, String path) throws InterruptedException, ExecutionException {
        ContainerRequest request = new ContainerRequest(BASE, BASE.resolve(path), "GET", null, new MapPropertiesDelegate(), config);
        ByteArrayOutputStream out = new ByteArrayOutputStream(2048);
        application.apply(request, out).get();
        return out.size();
    }

    @Benchmark
    public int withoutTheFeature() throws Exception {
        return run(plain, plainConfig, "r/plain");
    }

    @Benchmark
    public int withoutTheAnnotation() throws Exception {
        return run(cached, cachedConfig, "r/plain");
    }

    @Benchmark
    public int hit() throws Exception {
        return run(cached, cachedConfig, "r/cached");
    }
}
