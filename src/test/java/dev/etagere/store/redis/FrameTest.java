package dev.etagere.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.store.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Anything else than what this version wrote is nothing. */
class FrameTest {

    private static final int TRIES = 60_000;
    private static final long SEED = 20_261_121;

    private final Random random = new Random(SEED);

    private static byte[] frame(String region, String key, String value, String... tags) {
        return Frame.encode(new Entry<>(region, key, value, List.of(tags), 0xfedcba9876543210L, 1_795_253_644_918_389L, 1_800_000_000_000L),
                value.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] some() {
        String[] tags = new String[random.nextInt(4)];
        Arrays.setAll(tags, i -> "tag" + random.nextInt(100));
        return frame("pages", "/p/" + random.nextInt(1_000), "v".repeat(random.nextInt(200)), tags);
    }

    private static void assertIsNothing(byte[] bytes, Object because) {
        assertThat(Frame.decode(bytes)).as("%s", because).isEmpty();
    }

    @Test
    void whatWasWrittenIsRead() {
        Frame frame = Frame.decode(frame("r\uD800", "k\0é", "value", "", "t\u4e2d", "t")).orElseThrow();
        assertThat(frame.region()).isEqualTo("r\uD800");
        assertThat(frame.key()).isEqualTo("k\0é");
        assertThat(new String(frame.value(), StandardCharsets.UTF_8)).isEqualTo("value");
        assertThat(frame.tags()).containsExactly("", "t\u4e2d", "t");
        assertThat(frame.epoch()).isEqualTo(0xfedcba9876543210L);
        assertThat(frame.fence()).isEqualTo(1_795_253_644_918_389L);
        assertThat(frame.deadline()).isEqualTo(1_800_000_000_000L);
    }

    @Test
    void everyByteThatIsChangedIsNoticed() {
        byte[] good = frame("pages", "/p/1", "value", "a", "b");
        for (int i = 0; i < good.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] bad = good.clone();
                bad[i] ^= (byte) (1 << bit);
                assertIsNothing(bad, i);
            }
        }
    }

    @Test
    void mutatedValuesAreNothing() {
        for (int i = 0; i < TRIES; i++) {
            byte[] good = some();
            byte[] bad = good.clone();
            for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            if (!Arrays.equals(good, bad)) {
                assertIsNothing(bad, i);
            }
        }
    }

    @Test
    void truncatedLengthenedAndJoinedValuesAreNothing() {
        for (int i = 0; i < TRIES; i++) {
            byte[] good = some();
            assertIsNothing(Arrays.copyOf(good, random.nextInt(good.length)), "truncated");
            assertIsNothing(Arrays.copyOf(good, good.length + 1 + random.nextInt(50)), "lengthened");
            byte[] other = some();
            int cut = random.nextInt(Math.min(good.length, other.length) + 1);
            byte[] joined = other.clone();
            System.arraycopy(good, 0, joined, 0, cut);
            if (!Arrays.equals(joined, good) && !Arrays.equals(joined, other)) {
                assertIsNothing(joined, "joined");
            }
        }
    }

    @Test
    void foreignAndFutureValuesAreNothing() {
        for (int i = 0; i < TRIES; i++) {
            byte[] foreign = new byte[random.nextInt(300)];
            random.nextBytes(foreign);
            assertIsNothing(foreign, "foreign");
            if (foreign.length > 2) {
                foreign[0] = 'E';
                foreign[1] = '1';
                assertIsNothing(foreign, "foreign with our mark");
            }
        }
        byte[] future = frame("pages", "k", "v");
        future[1] = '2';
        assertIsNothing(future, "future");
    }

    @Test
    void noLengthMakesItAllocate() {
        byte[] good = frame("pages", "k", "v", "t");
        for (int at = 0; at + 4 <= good.length; at++) {
            for (int length : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 1 << 30}) {
                byte[] bad = good.clone();
                ByteBuffer.wrap(bad).putInt(at, length);
                if (!Arrays.equals(good, bad)) {
                    assertIsNothing(FrameTest.resealed(bad), at);
                }
            }
        }
    }

    /** With a right checksum over what is wrong. A frame that is read all the same is one whose lengths are right. */
    private static byte[] resealed(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, 38);
        sum.update(bytes, 42, bytes.length - 42);
        byte[] sealed = bytes.clone();
        ByteBuffer.wrap(sealed).putInt(38, (int) sum.getValue());
        Optional<Frame> read = Frame.decode(sealed);
        return read.isPresent() ? new byte[0] : sealed;
    }
}
