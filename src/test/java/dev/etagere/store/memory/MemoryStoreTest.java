package dev.etagere.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.store.Entry;
import dev.etagere.store.Store;
import dev.etagere.store.StoreBackend;
import dev.etagere.store.StoreContract;
import dev.etagere.store.Tag;
import dev.etagere.store.ValueType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryStoreTest extends StoreContract {

    private static final long MAX_BYTES = 1 << 20;
    private static final MemoryOptions OPTIONS = new MemoryOptions(MAX_BYTES, 1_000, 8, Duration.ofHours(2));

    @Override
    protected StoreBackend open(InstantSource clock) {
        return MemoryBackend.open(OPTIONS, clock);
    }

    private Store<Integer> sized() {
        return backend.open("sized", ValueType.local(Integer::longValue));
    }

    private Entry<Integer> ofBytes(String key, int bytes) {
        return new Entry<>("sized", key, bytes, Set.of(), backend.clock().epoch(), backend.clock().position(), Long.MAX_VALUE);
    }

    @Test
    void whatIsKeptNeverExceedsTheBound() {
        Store<Integer> store = sized();
        for (int i = 0; i < 5_000; i++) {
            store.put(ofBytes("key " + i, 1_000 + i));
        }
        assertThat(backend.stats().bytes()).isPositive().isLessThanOrEqualTo(MAX_BYTES);
        assertThat(backend.stats().entries()).isPositive().isLessThan(1_000);
        assertThat(backend.stats().dropped()).isEqualTo(5_000 - backend.stats().entries());
    }

    @Test
    void theBoundHoldsForAllRegionsTogether() {
        for (String region : List.of("a", "b", "c", "d")) {
            Store<String> store = backend.open(region, TEXT);
            for (int i = 0; i < 400; i++) {
                store.put(new Entry<>(region, "key " + i, "x".repeat(1_000), Set.of(), backend.clock().epoch(), 0, Long.MAX_VALUE));
            }
        }
        assertThat(backend.stats().bytes()).isLessThanOrEqualTo(MAX_BYTES);
    }

    @Test
    void keysTagsAndOverheadCount() {
        store.put(entry("k".repeat(10_000), "", "t".repeat(10_000)));
        assertThat(backend.stats().bytes()).isGreaterThan(40_000);
        for (int i = 0; i < 20_000; i++) {
            store.put(entry("empty " + i, ""));
        }
        assertThat(backend.stats().entries()).isLessThan(10_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, MAX_BYTES, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE})
    void aValueOfAHostileSizeIsRefused(long bytes) {
        Store<String> store = backend.open("hostile", ValueType.local(value -> bytes));
        store.put(new Entry<>("hostile", "a", "v", Set.of(), backend.clock().epoch(), 0, Long.MAX_VALUE));
        assertThat(store.get("a")).isEmpty();
        assertThat(backend.stats().bytes()).isBetween(0L, MAX_BYTES);
    }

    @Test
    void aRefusedValueDoesNotPushOutOthers() {
        store.put(entry("a", "1"));
        assertThat(sized().put(ofBytes("b", (int) MAX_BYTES))).isFalse();
        assertThat(store.get("a")).isPresent();
    }

    @Test
    void aLyingSizerCannotBreakTheBound() {
        long[] says = {10, Long.MAX_VALUE, -5, 700_000, 3};
        int[] at = {0};
        Store<String> store = backend.open("lying", ValueType.local(value -> says[at[0]++ % says.length]));
        for (int i = 0; i < 1_000; i++) {
            store.put(new Entry<>("lying", "k" + i % 7, "v", Set.of(), backend.clock().epoch(), 0, Long.MAX_VALUE));
        }
        assertThat(backend.stats().bytes()).isBetween(0L, MAX_BYTES);
    }

    @Test
    void moreTagsThanAllowedAreRefused() {
        String[] many = IntStream.range(0, 9).mapToObj(i -> "t" + i).toArray(String[]::new);
        assertThat(store.put(entry("a", "1", many))).isFalse();
        assertThat(store.put(entry("a", "1", List.of(many).subList(0, 8).toArray(String[]::new)))).isTrue();
    }

    @Test
    void nothingIsKeptLongerThanTheLongestTime() {
        Store<Integer> store = sized();
        store.put(ofBytes("a", 1));
        time.advance(OPTIONS.maxKeep().minusMillis(1));
        assertThat(store.get("a")).isPresent();
        time.advance(Duration.ofMillis(1));
        assertThat(store.get("a")).isEmpty();
    }

    @Test
    void theLongestTimeMayBeForEver() {
        backend = MemoryBackend.open(new MemoryOptions(MAX_BYTES, 1, 0, Duration.ofSeconds(Long.MAX_VALUE)), time);
        assertThat(sized().put(ofBytes("a", 1))).isTrue();
        assertThat(sized().get("a")).isPresent();
    }

    @Test
    void anEvictedEntryGivesItsRoomBackWhenItIsRead() {
        store.put(entry("a", "1", "t"));
        backend.clock().evict(List.of(new Tag.Named("t")));
        assertThat(backend.stats().entries()).isEqualTo(1);
        store.get("a");
        assertThat(backend.stats().entries()).isZero();
        assertThat(backend.stats().bytes()).isZero();
    }

    @Test
    void noThreadOfCaffeinesIsLeftBehind() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        for (int i = 0; i < 2_000; i++) {
            store.put(entry("key " + i, "x".repeat(2_000)));
            store.get("key " + i / 2);
        }
        backend.close();
        Set<Thread> after = Thread.getAllStackTraces().keySet();
        assertThat(after.stream().filter(thread -> !before.contains(thread)).map(Thread::getName)
                .filter(name -> name.contains("ForkJoinPool") || name.contains("affeine")).collect(Collectors.toSet())).isEmpty();
    }

    @Test
    void boundsOutOfRangeAreTold() {
        assertThatThrownBy(() -> new MemoryOptions(0, 1, 1, Duration.ofDays(1))).hasMessageContaining("maxBytes");
        assertThatThrownBy(() -> new MemoryOptions(1, 0, 1, Duration.ofDays(1))).hasMessageContaining("maxTags");
        assertThatThrownBy(() -> new MemoryOptions(1, 1, -1, Duration.ofDays(1))).hasMessageContaining("maxTagsPerEntry");
        assertThatThrownBy(() -> new MemoryOptions(1, 1, 1, Duration.ZERO)).hasMessageContaining("maxKeep");
    }
}
