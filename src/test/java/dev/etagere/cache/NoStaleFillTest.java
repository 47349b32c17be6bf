package dev.etagere.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A load that was overtaken goes to its caller and is not stored. */
class NoStaleFillTest {

    private static final String KEY = "k:1";

    private final TestCaches test = new TestCaches();
    private final Cache<String> texts = test.open(options -> options.tagsOf(value -> List.of("tag")));

    /** What an application does while a load is under way. */
    record Change(String name, Consumer<NoStaleFillTest> what) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Change> changes() {
        return Stream.of(
                new Change("evicts the key", test -> test.texts.evict(KEY)),
                new Change("evicts a tag of the cache", test -> test.texts.evictByTag("tag")),
                new Change("evicts by pattern", test -> test.texts.evictMatching("k:*")),
                new Change("clears the cache", test -> test.texts.clear()),
                new Change("evicts a tag of the application", test -> test.test.manager.evict(List.of("tag"))),
                new Change("evicts everything", test -> test.test.manager.evictAll()));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aLoadIsReturnedAndNotStored(Change change) {
        assertThat(texts.get(KEY, key -> {
            change.what().accept(this);
            return "old";
        })).isEqualTo("old");
        assertThat(texts.peek(KEY)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aRefreshIsReturnedAndNotStored(Change change) {
        texts.put(KEY, "before");
        assertThat(texts.refresh(KEY, key -> {
            change.what().accept(this);
            return "old";
        }).value()).contains("old");
        assertThat(texts.peek(KEY)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aMemoizedResultIsReturnedAndNotStored(Change change) {
        Memoized<Integer, String> function = texts.memoize("k", id -> {
            change.what().accept(this);
            return "old";
        });
        assertThat(function.apply(1)).isEqualTo("old");
        assertThat(texts.getByTag("tag")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void anAsynchronousLoadIsReturnedAndNotStored(Change change) {
        CompletableFuture<String> value = new CompletableFuture<>();
        CompletableFuture<Loaded<String>> loaded = texts.loadAsync(KEY, key -> value).toCompletableFuture();
        change.what().accept(this);
        value.complete("old");
        assertThat(loaded.join().value()).contains("old");
        assertThat(texts.peek(KEY)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whoAsksAfterTheChangeDoesNotShareTheLoadFromBefore(Change change) {
        CompletableFuture<String> value = new CompletableFuture<>();
        texts.loadAsync(KEY, key -> value);
        change.what().accept(this);
        CompletableFuture<Loaded<String>> later = texts.loadAsync(KEY, key -> CompletableFuture.completedFuture("new"))
                .toCompletableFuture();
        value.complete("old");
        assertThat(later.join().value()).contains("new");
        assertThat(texts.get(KEY)).contains("new");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aWriteWithinWhichItIsEvictedIsNotCached(Change change) {
        WriteThrough<String, RuntimeException> writes = texts.writeThrough((key, value) -> change.what().accept(this));
        assertThat(writes.put(KEY, "v")).isFalse();
        assertThat(texts.peek(KEY)).isEmpty();
    }

    @Test
    void aLoadDoesNotOverwriteWhatWasPutMeanwhile() {
        assertThat(texts.get(KEY, key -> {
            texts.put(KEY, "new");
            return "old";
        })).isEqualTo("old");
        assertThat(texts.get(KEY)).contains("new");
    }

    @Test
    void notEvenWhereWhatWasPutHasGoneAgain() {
        texts.get(KEY, key -> {
            texts.put(KEY, "new", Duration.ofSeconds(1));
            test.time.advance(Duration.ofSeconds(1));
            return "old";
        });
        assertThat(texts.peek(KEY)).isEmpty();
    }

    @Test
    void aRefreshDoesNotOverwriteWhatWasPutMeanwhile() {
        texts.put(KEY, "before");
        texts.refresh(KEY, key -> {
            texts.put(KEY, "new");
            return "old";
        });
        assertThat(texts.get(KEY)).contains("new");
    }

    @Test
    void aRefreshIsStoredThoughTheValueWasTouchedMeanwhile() {
        texts.put(KEY, "before");
        texts.refresh(KEY, key -> {
            texts.touch(KEY);
            return "new";
        });
        assertThat(texts.get(KEY)).contains("new");
    }

    @Test
    void aLoadInAnOlderTransactionHasItsFence() {
        Fence atBegin = test.manager.fence();
        texts.evictByTag("tag");
        try (FenceScope transaction = test.manager.open(atBegin)) {
            assertThat(texts.get(KEY, key -> "snapshot")).isEqualTo("snapshot");
            assertThat(texts.put("k:2", "snapshot")).isFalse();
        }
        assertThat(texts.getAll(List.of(KEY, "k:2"))).isEqualTo(Map.of());
    }
}
