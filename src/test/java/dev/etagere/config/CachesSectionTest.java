package dev.etagere.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.Etagere;
import dev.etagere.cache.Cache;
import dev.etagere.cache.TypeOf;
import dev.etagere.store.HandClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CachesSectionTest {

    private static final String YAML = """
            caches:
              users: { ttl: 5m, tags: [users, people], negativeTtl: 1m, staleWhileRevalidate: 1m }
              lists: { values: copied, maxResults: 1, maxEntryBytes: 1KiB }
            """;

    private final HandClock time = new HandClock();

    private Etagere open(String yaml) {
        return Etagere.builder().config(yaml, "f", Map.of(), getClass().getClassLoader()).clock(time).build();
    }

    @Test
    void saysWhatHoldsForACacheByItsName() {
        try (Etagere etagere = open(YAML)) {
            Cache<String> users = etagere.cache("users", String.class);
            users.put("1", "ada");
            assertThat(users.peek("1").orElseThrow().remaining()).hasMinutes(5);
            assertThat(users.peek("1").orElseThrow().tags()).containsExactlyInAnyOrder("users", "people");
            time.advance(Duration.ofMinutes(5));
            assertThat(users.get("1")).contains("ada");
            Cache<List<String>> lists = etagere.cache("lists", new TypeOf<List<String>>() { });
            List<String> mine = new ArrayList<>(List.of("a"));
            lists.put("1", mine, "t");
            lists.put("2", mine, "t");
            mine.clear();
            assertThat(lists.get("1")).contains(List.of("a"));
            assertThat(lists.getByTag("t")).hasSize(1);
            assertThat(lists.put("3", List.of("x".repeat(2_000)))).isFalse();
            assertThat(etagere.cache("others", String.class).peek("1")).isEmpty();
            assertThat(etagere.caches()).containsOnlyKeys("lists", "others", "users");
        }
    }

    @Test
    void isTheSameInCodeWhichMayAddToIt() {
        try (Etagere etagere = Etagere.builder().clock(time).cache("users", options -> options.ttl(Duration.ofMinutes(5))).build()) {
            Cache<String> users = etagere.cache("users", String.class, options -> options.tagsOf(user -> List.of("name:" + user)));
            users.put("1", "ada");
            assertThat(users.peek("1").orElseThrow().remaining()).hasMinutes(5);
            etagere.evict("name:ada");
            assertThat(users.get("1")).isEmpty();
        }
    }

    @Test
    void mistakesAreToldWithTheirLine() {
        assertThat(Read.mistakes("caches:\n  users: { ttl: 0, tll: 5m }\n"
                + "  \"no good\": { ttl: 5m }\n  lists: { values: cloned, jitter: 200% }\n"))
                .satisfiesExactlyInAnyOrder(
                        ttl -> assertThat(ttl).isEqualTo("f:2: caches.users.ttl: \"0\" must be more than nothing, at most 365d"),
                        unknown -> assertThat(unknown).startsWith("f:2: caches.users.tll: is not a setting; did you mean ttl? ("),
                        name -> assertThat(name).startsWith("f:3: caches.no good: a cache's name must be 1 to 64 letters"),
                        values -> assertThat(values).startsWith("f:4: caches.lists.values: \"cloned\" is not one of copied, shared"),
                        jitter -> assertThat(jitter).isEqualTo("f:4: caches.lists.jitter: \"200%\" must be from 0 to 100%"));
        assertThat(Read.mistakes("caches: [users]")).hasSize(1).first().asString().contains("takes settings by the name of the cache");
        assertThat(Read.yaml("caches:").caches()).isEmpty();
        assertThatThrownBy(() -> Etagere.builder().cache("no good", options -> options)).isInstanceOf(IllegalArgumentException.class);
    }
}
