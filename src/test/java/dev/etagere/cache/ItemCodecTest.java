package dev.etagere.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.cache.LoadingContract.User;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever it is handed, it makes a value of its type, or nothing. */
class ItemCodecTest {

    private static final int TRIES = 120_000;

    private final Random random = new Random(20_261_121);
    private final ItemCodec codec = new ItemCodec(Values.of(User.class, CacheOptions.defaults()));
    private final byte[] good = codec.encode(new Item(new User("Ada", "3"), 1_800_000_000_000L, 12, 34));

    @Test
    void whatWasWrittenIsRead() {
        assertThat(codec.decode(good)).contains(new Item(new User("Ada", "3"), 1_800_000_000_000L, 12, 34));
        assertThat(codec.decode(codec.encode(new Item(null, 1, 0, 0)))).contains(new Item(null, 1, 0, 0));
    }

    @Test
    void mutatedAndTruncatedItemsAreOfTheTypeOrNothing() {
        for (int i = 0; i < TRIES; i++) {
            byte[] bad = random.nextInt(4) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            for (int changes = random.nextInt(6); changes > 0 && bad.length > 0; changes--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            Optional<Item> read = codec.decode(bad);
            read.ifPresent(item -> {
                assertThat(item.held() == null || item.held() instanceof User).isTrue();
                assertThat(item.loadMillis()).isNotNegative();
                assertThat(item.staleMillis()).isNotNegative();
            });
        }
    }

    @Test
    void ofAnotherTypeOrVersionIsNothing() {
        ItemCodec texts = new ItemCodec(Values.of(String.class, CacheOptions.defaults()));
        assertThat(texts.decode(good)).isEmpty();
        assertThat(codec.decode(texts.encode(new Item("text", 1, 0, 0)))).isEmpty();
        byte[] future = good.clone();
        future[0]++;
        assertThat(codec.decode(future)).isEmpty();
        assertThat(codec.decode("{\"name\":\"Ada\"}".getBytes(StandardCharsets.UTF_8))).isEmpty();
        byte[] deep = Arrays.copyOf(good, 26 + 2_000_000);
        Arrays.fill(deep, 26, deep.length, (byte) '[');
        assertThat(codec.decode(deep)).isEmpty();
    }
}
