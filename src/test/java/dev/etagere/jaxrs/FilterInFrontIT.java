package dev.etagere.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.etagere.Etagere;
import dev.etagere.jaxrs.Client.Answer;
import dev.etagere.servlet.CacheFilter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Inside a servlet container, behind the filter: a response is kept once, and the annotation stands above the rule. */
class FilterInFrontIT {

    private final HandClock clock = new HandClock();
    private final Zoo zoo = new Zoo();
    private Etagere etagere;
    private Server server;
    private Client client;

    @BeforeEach
    void start() {
        assumeTrue(Server.hasServlets(), "there is no servlet container");
        etagere = Etagere.builder().clock(clock).cacheStatus("test").rule("/**", policy -> policy.ttl(Duration.ofMinutes(1))).build();
        Hosted.next(Set.of(zoo, new AnimalWriter()), Set.of(CachedFeature.class));
        server = ServletServer.start(List.of(new CacheFilter(etagere)));
        client = new Client(server.port());
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
            etagere.close();
        }
    }

    @Test
    void featureThatIsRegisteredAsAClassFindsTheApplicationsCache() {
        client.get("/zoo/text");
        Answer hit = client.get("/zoo/text");

        assertThat(hit.isHit()).isTrue();
        assertThat(hit.field("Cache-Control")).isEqualTo("public, max-age=600");
    }

    @Test
    void responseIsKeptOnceAndByTheAnnotation() {
        client.get("/zoo/text");
        long stored = etagere.responses().statistics().stored();
        clock.pass(Duration.ofMinutes(2));
        Answer hit = client.get("/zoo/text");

        assertThat(stored).isEqualTo(1);
        assertThat(hit.isHit()).isTrue();
        assertThat(hit.field("Age")).isEqualTo("120");
        assertThat(zoo.runs("text")).isEqualTo(1);
    }

    @Test
    void conditionsAndRangesAreAnswered() {
        String tag = client.get("/zoo/text").field("ETag");

        assertThat(client.get("/zoo/text", "If-None-Match", tag).status()).isEqualTo(304);
        assertThat(client.get("/zoo/text", "Range", "bytes=0-1").text()).isEqualTo("te");
        clock.pass(Duration.ofSeconds(30));
        assertThat(client.get("/zoo/text", "If-None-Match", tag).status()).isEqualTo(304);
    }

    /** RESTEasy reads the cookies of each request, so that the filter cannot tell that the method did not. */
    @Test
    void ruleIsForWhatHasNoAnnotation() {
        Answer first = client.get("/zoo/uncached");
        Answer second = client.get("/zoo/uncached");

        if (Server.implementation().equals("resteasy")) {
            assertThat(first.field("Cache-Status")).contains("reads-cookies");
            return;
        }
        assertThat(second.isHit()).isTrue();
        assertThat(second.field("Cache-Control")).isEqualTo("public, max-age=60");
    }

    @Test
    void methodThatIsNotToBeCachedIsNotCachedByTheFilterEither() {
        client.get("/zoo/never");
        assertThat(client.get("/zoo/never").text()).isEqualTo("never-2");
    }

    @Test
    void evictionReachesBoth() {
        client.get("/zoo/animals/1");
        client.ask("PUT", "/zoo/animals/2");

        assertThat(client.get("/zoo/animals/1").isHit()).isFalse();
        assertThat(client.get("/zoo/animals/1").isHit()).isTrue();
    }
}
