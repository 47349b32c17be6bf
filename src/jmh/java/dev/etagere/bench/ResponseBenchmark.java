package dev.etagere.bench;

import dev.etagere.cache.CacheManager;
import dev.etagere.http.Headers;
import dev.etagere.response.CachePolicy;
import dev.etagere.response.FieldSource;
import dev.etagere.response.Load;
import dev.etagere.response.Observed;
import dev.etagere.response.Outcome;
import dev.etagere.response.PathTemplate;
import dev.etagere.response.Reply;
import dev.etagere.response.ResponseCache;
import dev.etagere.response.ResponseOptions;
import dev.etagere.response.Rules;
import dev.etagere.response.Treatment;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What the engine alone costs, from a request to the last field and byte of its answer; the bytes go nowhere. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(2)
public class ResponseBenchmark {

    private static final String PATH = "/api/products/7";

    @Param({"1024", "65536"})
    private int bytes;

    private final CountingStream out = new CountingStream();
    private final CachePolicy policy = CachePolicy.builder().ttl(Duration.ofHours(1)).tags("products", "product:{id}").build();
    private final Rules rules = Rules.of(List.of(new Rules.CacheRule(PathTemplate.parse("/api/products/{id}"), policy)), new Treatment.None());
    private CacheManager caches;
    private ResponseCache responses;
    private PlainRequest request;
    private PlainRequest conditional;
    private byte[] body;
    private Headers fields;
    private int misses;

    @Setup
    public void fill() throws IOException {
        caches = new CacheManager(MemoryBackend.open(MemoryOptions.DEFAULT, InstantSource.system()), InstantSource.system());
        responses = new ResponseCache(caches, ResponseOptions.DEFAULT, InstantSource.system());
        body = new byte[bytes];
        fields = Headers.of("Content-Type", "application/json", "Date", "Sat, 21 Nov 2026 10:00:00 GMT");
        request = new PlainRequest(PATH, "Host", "shop.example", "User-Agent", "bench", "Accept", "*/*", "Accept-Encoding", "gzip");
        load(request);
        String[] tag = new String[1];
        send((name, value, replace) -> tag[0] = name.equals("ETag") ? value : tag[0], handle(request));
        conditional = new PlainRequest(PATH, "Host", "shop.example", "User-Agent", "bench", "Accept", "*/*", "Accept-Encoding", "gzip",
                "If-None-Match", tag[0]);
        if (handle(conditional).status() != 304 || handle(request).contentLength() != bytes) {
            throw new IllegalStateException("the benchmark does not measure what it says");
        }
    }

    @TearDown
    public void close() {
        caches.close();
    }

    private void load(PlainRequest by) {
        Outcome.Miss miss = (Outcome.Miss) responses.handle(by, rules.treatment("GET", by.path()));
        Load load = miss.load();
        load.change();
        load.plan(200, fields, Observed.NOTHING);
        load.complete(Optional.of(body), Observed.NOTHING);
    }

    private Reply handle(PlainRequest by) {
        return ((Outcome.Hit) responses.handle(by, rules.treatment("GET", by.path()))).reply();
    }

    private void send(FieldSource.HeaderSink sink, Reply reply) throws IOException {
        reply.eachHeader(sink);
        reply.writeTo(out);
    }

    @Benchmark
    public void hit(Blackhole hole) throws IOException {
        send((name, value, replace) -> hole.consume(value), handle(request));
    }

    @Benchmark
    public void notModified(Blackhole hole) throws IOException {
        send((name, value, replace) -> hole.consume(value), handle(conditional));
    }

    /** Each of another URI; the digest that becomes the entity tag is the greater part. */
    @Benchmark
    public void missAndStore() {
        load(new PlainRequest("/api/products/m" + misses++, "Host", "shop.example", "User-Agent", "bench", "Accept", "*/*"));
    }

    private static final class CountingStream extends OutputStream {

        private long count;

        @Override
        public void write(int b) {
            count++;
        }

        @Override
        public void write(byte[] content, int offset, int length) {
            count += length;
        }
    }
}
