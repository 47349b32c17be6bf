package dev.etagere.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.store.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Anything else than what this version wrote is nothing. */
class DataFrameTest {

    private static final int TRIES = 60_000;
    private static final long SEED = 20_261_121;
    private static final String STAMP = "0123456789abcdef";

    private final Random random = new Random(SEED);

    private static byte[] value(String key, String value, String... tags) {
        return DataFrame.encode(new Entry<>("cache:texts", key, value, List.of(tags), 0xfedcba9876543210L, 1_795_253_644_918_389L,
                1_800_000_000_000L), value.getBytes(StandardCharsets.UTF_8), STAMP);
    }

    private byte[] some() {
        String[] tags = new String[random.nextInt(4)];
        Arrays.setAll(tags, i -> "tag" + random.nextInt(100));
        return value("k" + random.nextInt(1_000), "v".repeat(random.nextInt(200)), tags);
    }

    private static void assertIsNothing(byte[] bytes, Object because) {
        assertThat(DataFrame.decode(bytes)).as("%s", because).isEmpty();
    }

    @Test
    void whatWasWrittenIsRead() {
        byte[] bytes = value("k\0é\uD800", "value", "", "t\u4e2d");
        DataFrame read = DataFrame.decode(bytes).orElseThrow();
        assertThat(read.entry("value")).extracting(Entry::region, Entry::key, Entry::tags, Entry::epoch, Entry::fence, Entry::deadline)
                .containsExactly("cache:texts", "k\0é\uD800", List.of("", "t\u4e2d"), 0xfedcba9876543210L, 1_795_253_644_918_389L,
                        1_800_000_000_000L);
        assertThat(read.head().stamp()).isEqualTo(STAMP);
        assertThat(read.head().isSettled()).isTrue();
        assertThat(DataFrame.Head.read(Arrays.copyOf(bytes, 116 + 7 * Digest.LENGTH)).orElseThrow().id()).isEqualTo(read.head().id());
    }

    @Test
    void everyByteThatIsChangedIsNoticed() {
        byte[] good = value("k", "value", "a", "b");
        for (int i = 0; i < good.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] bad = good.clone();
                bad[i] ^= (byte) (1 << bit);
                assertIsNothing(bad, i);
            }
        }
    }

    @Test
    void mutatedTruncatedLengthenedAndSwappedValuesAreNothing() {
        for (int i = 0; i < TRIES; i++) {
            byte[] good = some();
            byte[] bad = good.clone();
            for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            if (!Arrays.equals(good, bad)) {
                assertIsNothing(bad, i);
            }
            assertIsNothing(Arrays.copyOf(good, random.nextInt(good.length)), "truncated");
            assertIsNothing(Arrays.copyOf(good, good.length + 1 + random.nextInt(50)), "lengthened");
            byte[] other = some();
            byte[] swapped = other.clone();
            System.arraycopy(good, 0, swapped, 0, Math.min(DataFrame.HEAD, swapped.length));
            if (!Arrays.equals(swapped, good) && !Arrays.equals(swapped, other)) {
                assertIsNothing(swapped, "the head of another");
            }
        }
    }

    @Test
    void foreignAndFutureValuesAreNothing() {
        for (int i = 0; i < TRIES; i++) {
            byte[] foreign = new byte[random.nextInt(300)];
            random.nextBytes(foreign);
            assertIsNothing(foreign, "foreign");
            if (foreign.length > DataFrame.HEAD + 2) {
                foreign[0] = 'D';
                foreign[1] = '1';
                foreign[DataFrame.HEAD] = 'E';
                foreign[DataFrame.HEAD + 1] = '1';
                assertIsNothing(foreign, "foreign with our marks");
            }
        }
        byte[] future = value("k", "v");
        future[1] = '2';
        assertIsNothing(future, "future");
        byte[] frame = Frame.encode(new Entry<>("cache:texts", "k", "v", List.of(), 1, 1, 1), new byte[1]);
        assertIsNothing(frame, "a response's");
    }

    @Test
    void noLengthMakesItAllocate() {
        byte[] good = value("k", "v", "t");
        for (int at = 0; at + 4 <= good.length; at++) {
            for (int length : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 1 << 30}) {
                byte[] bad = good.clone();
                ByteBuffer.wrap(bad).putInt(at, length);
                byte[] sum = DataFrame.sum(Arrays.copyOfRange(bad, 10, Math.min(bad.length, 116 + 5 * Digest.LENGTH)))
                        .getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(sum, 0, bad, 2, sum.length);
                if (!Arrays.equals(good, bad)) {
                    DataFrame.decode(bad).ifPresent(read -> assertThat(read.frame().value()).hasSize(1));
                }
            }
        }
    }
}
