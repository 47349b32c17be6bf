package dev.etagere.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.store.EvictionClock.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The clock against a list of every eviction that was ever made. */
class EvictionClockPropertyTest {

    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    @Property(tries = 1_500)
    void anEntryIsValidIfAndOnlyIfNoneOfItsTagsWasEvictedAfterItsFence(@ForAll("histories") List<Step> history) {
        Run run = new Run(1_000);
        for (Step step : history) {
            run.take(step);
            run.forEachEntry((entry, clock, model) -> assertThat(clock).as("%s after %s", entry.tags(), history).isEqualTo(model));
        }
    }

    @Property(tries = 1_500)
    void aTableThatForgetsNeverCallsValidWhatWasEvicted(@ForAll("histories") List<Step> history) {
        Run run = new Run(2);
        for (Step step : history) {
            run.take(step);
            run.forEachEntry((entry, clock, model) -> {
                assertThat(clock.ordinal()).as("no better than it is").isGreaterThanOrEqualTo(model.ordinal());
                if (clock != model) {
                    assertThat(entry.fence()).as("only what is below the floor is unknown").isLessThan(run.clock.floor());
                    assertThat(clock).isEqualTo(Verdict.EVICTED);
                }
            });
            assertThat(run.clock.size()).isLessThanOrEqualTo(2);
        }
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<String> name = Arbitraries.of(NAMES);
        Arbitrary<Set<String>> names = name.set().ofMaxSize(3);
        Arbitrary<Step> load = Combinators.combine(name, name, names).as(Load::new);
        Arbitrary<Step> evict = names.map(tags -> new Evict(Evict.Kind.HARD, tags.stream().<Tag>map(Tag.Named::new).toList()));
        Arbitrary<Step> expire = names.map(tags -> new Evict(Evict.Kind.SOFT, tags.stream().<Tag>map(Tag.Named::new).toList()));
        Arbitrary<Tag> implied = Arbitraries.oneOf(Combinators.combine(name, name).as(Tag.OfKey::new), name.map(Tag.OfRegion::new),
                Combinators.combine(name, name).as(Tag.NamedIn::new), Arbitraries.just(new Tag.Everything()));
        Arbitrary<Step> evictImplied = Combinators.combine(Arbitraries.of(Evict.Kind.class), implied)
                .as((kind, tag) -> new Evict(kind, List.of(tag)));
        Arbitrary<Step> matching = Arbitraries.of("a", "b*", "*", "*c", "x").map(EvictMatching::new);
        return Arbitraries.frequencyOf(Tuple.of(6, load), Tuple.of(2, evict), Tuple.of(2, expire),
                Tuple.of(2, evictImplied), Tuple.of(1, matching)).list().ofMaxSize(30);
    }

    sealed interface Step {
    }

    record Load(String region, String key, Set<String> tags) implements Step {
    }

    record Evict(Kind kind, List<Tag> tags) implements Step {
        enum Kind { HARD, SOFT }
    }

    record EvictMatching(String pattern) implements Step {
    }

    private record Made(long number, Verdict brings, Predicate<Entry<?>> hits) {
    }

    @FunctionalInterface
    private interface Check {
        void that(Entry<?> entry, Verdict clock, Verdict model);
    }

    private static final class Run {

        private final LocalClock clock;
        private final List<Entry<?>> entries = new ArrayList<>();
        private final List<Made> evictions = new ArrayList<>();

        private Run(int maxTags) {
            clock = new LocalClock(maxTags);
        }

        private void take(Step step) {
            if (step instanceof Load load) {
                entries.add(new Entry<>(load.region(), load.key(), "v", load.tags(), clock.epoch(), clock.position(), Long.MAX_VALUE));
            } else if (step instanceof Evict evict) {
                boolean hard = evict.kind() == Evict.Kind.HARD;
                long number = (hard ? clock.evict(evict.tags()) : clock.expire(evict.tags())).number();
                Verdict brings = hard ? Verdict.EVICTED : Verdict.EXPIRED;
                evictions.add(new Made(number, brings, entry -> evict.tags().stream().anyMatch(tag -> carries(entry, tag))));
            } else if (step instanceof EvictMatching matching) {
                String regex = matching.pattern().replace("*", ".*");
                long number = clock.evictMatching(matching.pattern()).number();
                evictions.add(new Made(number, Verdict.EVICTED, entry -> entry.key().matches(regex)));
            }
        }

        private void forEachEntry(Check check) {
            entries.forEach(entry -> check.that(entry, clock.judge(entry), judge(entry)));
        }

        private Verdict judge(Entry<?> entry) {
            return evictions.stream().filter(made -> made.number() > entry.fence() && made.hits().test(entry)).map(Made::brings)
                    .max(Verdict::compareTo).orElse(Verdict.VALID);
        }

        private static boolean carries(Entry<?> entry, Tag tag) {
            if (tag instanceof Tag.Named named) {
                return entry.tags().contains(named.name());
            }
            if (tag instanceof Tag.NamedIn named) {
                return entry.region().equals(named.region()) && entry.tags().contains(named.name());
            }
            if (tag instanceof Tag.OfKey key) {
                return entry.region().equals(key.region()) && entry.key().equals(key.key());
            }
            if (tag instanceof Tag.OfRegion region) {
                return entry.region().equals(region.region());
            }
            return tag instanceof Tag.Everything;
        }
    }
}
