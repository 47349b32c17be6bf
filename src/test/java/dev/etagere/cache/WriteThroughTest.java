package dev.etagere.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class WriteThroughTest {

    private final TestCaches test = new TestCaches();
    private final Cache<String> texts = test.open(options -> options);
    private final Map<String, String> table = new ConcurrentHashMap<>();

    @Test
    void whatWasWrittenIsCached() {
        WriteThrough<String, RuntimeException> writes = texts.writeThrough(table::put);
        assertThat(writes.put("k", "v", Duration.ofMinutes(1), "t")).isTrue();
        assertThat(table).containsEntry("k", "v");
        assertThat(texts.getByTag("t")).isEqualTo(Map.of("k", "v"));
        assertThat(texts.peek("k").orElseThrow().tags()).containsExactly("t");
        writes.put("k", "w");
        assertThat(texts.get("k")).contains("w");
    }

    @Test
    void whatCouldNotBeWrittenIsNotCachedAndWhatWasThereIsNotTrustedAnyMore() {
        WriteThrough<String, IOException> writes = texts.writeThrough((key, value) -> {
            throw new IOException("in a test");
        });
        texts.put("k", "old");
        assertThatThrownBy(() -> writes.put("k", "v")).isInstanceOf(IOException.class);
        assertThat(texts.peek("k")).isEmpty();
    }

    @Test
    void whatIsRemovedIsGone() {
        WriteThrough<String, RuntimeException> writes = texts.writeThrough(table::put);
        writes.put("k", "v");
        writes.remove("k", key -> {
            texts.get(key, table::get);
            table.remove(key);
        });
        assertThat(texts.peek("k")).isEmpty();
    }

    @Test
    void whatWasLoadedWhileAWriteWasUnderWayIsGoneThoughTheWrittenValueIsAlready() {
        table.put("k", "old");
        WriteThrough<String, RuntimeException> writes = texts.writeThrough((key, value) -> {
            assertThat(texts.get(key, table::get)).isEqualTo("old");
            table.put(key, value);
        });
        writes.put("k", "new", Duration.ofSeconds(1));
        assertThat(texts.get("k")).contains("new");
        test.time.advance(Duration.ofSeconds(1));
        assertThat(texts.peek("k")).isEmpty();
    }

    @Test
    void inWhateverOrderTwoWritersAndAReaderTakeTheirStepsNoOlderValueStays() throws InterruptedException {
        int cached = 0;
        List<List<Integer>> orders = Stepped.orders(3, 3, 2);
        assertThat(orders).hasSize(560);
        for (int i = 0; i < orders.size(); i++) {
            String key = "k" + i;
            table.put(key, "first");
            try (Stepped one = writer(key, "one"); Stepped two = writer(key, "two"); Stepped reader = reader(key)) {
                Stepped[] all = {one, two, reader};
                for (int who : orders.get(i)) {
                    all[who].step();
                }
                cached += texts.get(key).isPresent() ? 1 : 0;
                assertThat(texts.getOrDefault(key, table.get(key))).as("order %s", orders.get(i)).isEqualTo(table.get(key));
            }
        }
        assertThat(cached).as("where they do not meet, the last one is cached").isGreaterThan(20);
    }

    /** Begins; writes; ends. */
    private Stepped writer(String key, String value) {
        return new Stepped(pause -> texts.writeThrough((Writer) (same, written) -> {
            pause.run();
            table.put(same, written);
            pause.run();
        }).put(key, value));
    }

    private interface Writer extends WriteThrough.Writer<String, RuntimeException> {
    }

    /** Begins and reads; ends. */
    private Stepped reader(String key) {
        return new Stepped(pause -> texts.get(key, same -> {
            String read = table.get(same);
            pause.run();
            return read;
        }));
    }
}
