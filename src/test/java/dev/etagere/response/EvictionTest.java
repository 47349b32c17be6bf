package dev.etagere.response;

import static dev.etagere.response.FakeRequest.get;
import static dev.etagere.response.Origin.ok;
import static dev.etagere.response.Origin.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.cache.Region;
import dev.etagere.event.TagTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Responses go when what they were made of changes, and never come back (the one rule of eviction). */
class EvictionTest {

    private static final Treatment ONE_HOUR = new Treatment.Cached(CachePolicy.builder().name("test").ttl(Duration.ofHours(1))
            .staleWhileRevalidate(Duration.ofMinutes(1)).staleIfError(Duration.ofHours(1))
            .tags("products", "category:{category}").build(), Map.of());

    private final TestCache cache = new TestCache(ONE_HOUR);
    private String row = "old";

    private void write() {
        row = "new";
        cache.manager().evict(List.of("products"));
    }

    @Nested
    class NoStaleFill {

        @Test
        void aMissThatReadBeforeAnEvictionAndEndsAfterItIsNotServedLater() {
            cache.origin(request -> ok(row).meanwhile(EvictionTest.this::write));
            TestCache.Answer overtaken = cache.get("/p").assertForwarded("old");
            assertThat(overtaken.header("Cache-Control")).as("its client may not keep it either").isEqualTo("public, max-age=0");
            cache.origin(request -> ok(row));
            cache.get("/p").assertForwarded("new");
            cache.get("/p").assertFromCache("new");
        }

        @Test
        void aBackgroundRefreshThatReadBeforeAnEvictionIsNotServedLater() {
            cache.origin(request -> ok(row)).get("/p");
            cache.pass(Duration.ofMinutes(60).plusSeconds(5));
            cache.origin(request -> ok(row).meanwhile(EvictionTest.this::write));
            assertThat(cache.get("/p").text()).isEqualTo("old");
            cache.origin(request -> ok(row));
            cache.get("/p").assertForwarded("new");
        }

        @Test
        void aRevalidationThatWasAnsweredBeforeAnEvictionIsNotServedLater() {
            cache.origin(request -> ok(row).header("ETag", "\"1\"")).get("/p");
            cache.pass(Duration.ofMinutes(62));
            cache.origin(request -> status(304, "").meanwhile(EvictionTest.this::write));
            cache.get("/p").assertForwarded("old");
            cache.origin(request -> ok(row));
            cache.get("/p").assertForwarded("new");
        }

        @Test
        void anEvictedResponseIsNotServedEvenWhenTheApplicationFails() {
            cache.origin(request -> ok(row)).get("/p");
            write();
            cache.origin(request -> status(503, "down"));
            assertThat(cache.get("/p").status()).isEqualTo(503);
        }
    }

    @Nested
    class ByTag {

        @Test
        void onlyWhatCarriesTheTagGoes() {
            cache.origin(request -> ok(request.target()));
            cache.get("/list?category=books");
            cache.get("/list?category=toys");
            cache.manager().evict(List.of("category:books"));
            cache.get("/list?category=toys").assertFromCache("/list?category=toys");
            cache.get("/list?category=books").assertForwarded("/list?category=books");
        }

        @Test
        void aRuleForWritesEvictsItsTagsAfterSuccessOnly() {
            Treatment writes = new Treatment.Evicts(List.of(TagTemplate.parse("category:{category}")), List.of(),
                    Map.of("category", "books"));
            cache.origin(request -> ok("books")).get("/list?category=books");
            cache.origin(request -> status(422, ""));
            cache.send(FakeRequest.of("PUT", "/books/1"), writes);
            cache.get("/list?category=books").assertFromCache("books");
            cache.origin(request -> status(204, ""));
            cache.send(FakeRequest.of("PUT", "/books/1"), writes);
            cache.origin(request -> ok("books, changed"));
            cache.get("/list?category=books").assertForwarded("books, changed");
        }

        @Test
        void aRuleForWritesReachesTheApplicationsOwnValuesToo() {
            Region<String> values = cache.manager().region("values", String::length);
            values.put("7", "old", new Region.Lifetime(Set.of("products"), values.fence(), Duration.ofHours(1)));
            Treatment writes = new Treatment.Evicts(List.of(TagTemplate.parse("products")), List.of(), Map.of());
            cache.origin(request -> status(204, "")).send(FakeRequest.of("PUT", "/p"), writes);
            assertThat(values.find("7")).isEmpty();
        }

        @Test
        void aRuleMayExpireSoftly() {
            Treatment writes = new Treatment.Evicts(List.of(), List.of(TagTemplate.parse("products")), Map.of());
            cache.origin(request -> ok(row)).get("/p");
            cache.origin(request -> ok("new"));
            cache.send(FakeRequest.of("POST", "/elsewhere"), writes);
            assertThat(cache.get("/p").text()).isEqualTo("old");
            cache.get("/p").assertFromCache("new");
        }
    }

    @Nested
    class ByUri {

        @Test
        void anUnsafeMethodThatSucceedsEvictsItsUriForAllUsersAndVariants() {
            cache.origin(request -> ok(row).header("Vary", "Accept-Language"));
            List<FakeRequest> readers = List.of(get("/p"), get("/p").by("ana"), get("/p").header("Accept-Language", "de"));
            readers.forEach(cache::send);
            cache.send(FakeRequest.of("PUT", "/p"), Treatment.Evicts.URIS);
            row = "new";
            readers.forEach(reader -> cache.send(reader).assertForwarded("new"));
        }

        @Test
        void anUnknownMethodDoesToo() {
            cache.origin(request -> ok(row)).get("/p");
            cache.send(FakeRequest.of("FROB", "/p"), Treatment.Evicts.URIS);
            cache.get("/p").assertForwarded("old");
        }

        @Test
        void whereNothingIsCachedAWriteLeavesNoMarkOnTheClock() {
            long before = cache.manager().position();
            cache.origin(request -> status(201, "").header("Location", "/orders/1"));
            cache.send(FakeRequest.of("POST", "/orders"), new Treatment.None());
            assertThat(cache.manager().position()).isEqualTo(before);
        }

        @Test
        void anErrorEvictsNothing() {
            cache.origin(request -> ok(row)).get("/p");
            cache.origin(request -> status(500, ""));
            cache.send(FakeRequest.of("DELETE", "/p"), Treatment.Evicts.URIS);
            cache.get("/p").assertFromCache("old");
        }

        @Test
        void locationsOfTheSameOriginGoTooAndOthersStay() {
            cache.origin(request -> ok(row));
            cache.get("/a");
            cache.get("/b");
            cache.get("/c");
            cache.origin(request -> status(201, "").header("Location", "/a").header("Content-Location", "http://other.example/b"));
            cache.send(FakeRequest.of("POST", "/new"), Treatment.Evicts.URIS);
            cache.origin(request -> ok(row));
            cache.get("/a").assertForwarded("old");
            cache.get("/b").assertFromCache("old");
            cache.get("/c").assertFromCache("old");
        }

        @Test
        void aTargetThatIsNoUriStillEvictsItself() {
            cache.origin(request -> ok(row)).get("/p?q={x}|y");
            cache.send(FakeRequest.of("POST", "/p?q={x}|y"), Treatment.Evicts.URIS);
            cache.get("/p?q={x}|y").assertForwarded("old");
        }

        @Test
        void aListWhoseUncountedParametersDifferGoesWithItsUri() {
            Treatment counted = new Treatment.Cached(CachePolicy.builder().name("list").ttl(Duration.ofHours(1))
                    .query(new QueryKey(QueryKey.Mode.ONLY, Set.of("page"), false)).build(), Map.of());
            cache.origin(request -> ok(row));
            cache.send(get("/list?utm=1"), counted);
            cache.send(get("/list?utm=2"), counted).assertFromCache("old");
            cache.send(FakeRequest.of("POST", "/list"), Treatment.Evicts.URIS);
            cache.send(get("/list?utm=2"), counted).assertForwarded("old");
        }
    }

    @Test
    void evictingEverythingEvictsVariantsToo() {
        cache.origin(request -> ok(row).header("Vary", "Accept-Language"));
        cache.get("/p");
        cache.manager().evictAll();
        cache.get("/p").assertForwarded("old");
    }
}
