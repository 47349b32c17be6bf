package dev.etagere.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A cache with room for everything holds what a plain map holds, whatever is done to both. */
class CacheModelPropertyTest {

    private record Kept(String value, Set<String> tags, long until) {
    }

    /** @param what is done, to which key or with which tag or pattern */
    record Step(char what, String key, Set<String> tags, int seconds) {
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Character> what = Arbitraries.of('p', 'p', 'p', 'a', 'l', 'e', 'g', 'G', 'm', 'c', 't', 'w', 'x');
        Arbitrary<String> keys = Arbitraries.of("a", "b", "c", "ab", "ba");
        Arbitrary<Set<String>> tags = Arbitraries.of("x", "y", "z").set().ofMaxSize(3);
        return Combinators.combine(what, keys, tags, Arbitraries.integers().between(1, 20)).as(Step::new).list().ofMaxSize(60);
    }

    private final Map<String, Kept> model = new HashMap<>();
    private TestCaches test;
    private Cache<String> cache;

    @Property
    void theCacheHoldsWhatTheMapHolds(@ForAll("steps") List<Step> steps) {
        test = new TestCaches();
        cache = test.open(options -> options);
        model.clear();
        int number = 0;
        for (Step step : steps) {
            take(step, "v" + number++);
            check();
        }
    }

    private void take(Step step, String value) {
        String[] tags = step.tags().toArray(String[]::new);
        Duration ttl = Duration.ofSeconds(step.seconds());
        long until = test.time.millis() + ttl.toMillis();
        Kept kept = new Kept(value, step.tags(), until);
        switch (step.what()) {
            case 'p' -> {
                cache.put(step.key(), value, ttl, tags);
                model.put(step.key(), kept);
            }
            case 'a' -> assertThat(cache.putIfAbsent(step.key(), value, ttl, tags)).isEqualTo(model.putIfAbsent(step.key(), kept) == null);
            case 'l' -> {
                String loaded = cache.load(step.key(), ttl, key -> value, tags).value().orElseThrow();
                assertThat(loaded).isEqualTo(model.computeIfAbsent(step.key(), none -> kept).value());
            }
            case 'e' -> assertThat(cache.evict(step.key()).count()).isEqualTo(model.remove(step.key()) == null ? 0 : 1);
            case 'g' -> {
                long before = model.size();
                model.values().removeIf(one -> one.tags().stream().anyMatch(step.tags()::contains));
                assertThat(cache.evictByTag(tags).count()).isEqualTo(before - model.size());
            }
            case 'G' -> {
                test.manager.evict(step.tags());
                model.values().removeIf(one -> one.tags().stream().anyMatch(step.tags()::contains));
            }
            case 'm' -> {
                cache.evictMatching(step.key() + "*");
                model.keySet().removeIf(key -> key.startsWith(step.key()));
            }
            case 'c' -> {
                cache.clear();
                model.clear();
            }
            case 't' -> {
                assertThat(cache.touch(step.key(), ttl)).isEqualTo(model.containsKey(step.key()));
                model.computeIfPresent(step.key(), (key, one) -> new Kept(one.value(), one.tags(), until));
            }
            case 'w' -> {
                cache.writeThrough((key, written) -> { }).put(step.key(), value, ttl, tags);
                model.put(step.key(), kept);
            }
            default -> {
                test.time.advance(ttl);
                model.values().removeIf(one -> one.until() <= test.time.millis());
            }
        }
    }

    private void check() {
        Map<String, String> all = new TreeMap<>();
        model.forEach((key, kept) -> all.put(key, kept.value()));
        assertThat(cache.getAll(List.of("a", "b", "c", "ab", "ba"))).isEqualTo(all);
        assertThat(cache.getByAnyTag("x", "y")).isEqualTo(tagged(tags -> tags.contains("x") || tags.contains("y")));
        assertThat(cache.getByAllTags("x", "z")).isEqualTo(tagged(tags -> tags.containsAll(Set.of("x", "z"))));
        assertThat(cache.getByTag("z")).isEqualTo(tagged(tags -> tags.contains("z")));
    }

    private Map<String, String> tagged(Predicate<Set<String>> by) {
        Map<String, String> found = new TreeMap<>();
        model.forEach((key, kept) -> {
            if (by.test(kept.tags())) {
                found.put(key, kept.value());
            }
        });
        return found;
    }
}
