package dev.etagere.store.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.TestSentinels;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behind Sentinel, with the limits that hold by default. */
@Timeout(60)
class SentinelTest {

    /** They have nothing to say as long as no primary is replaced. */
    @Test
    void sentinelsThatSayNothingAreNotTakenForLost() throws InterruptedException {
        try (TestSentinels redis = TestSentinels.started(); Recorder log = Recorder.start();
                Node node = new Node(RedisOptions.of(redis.address(), Node.newNamespace()))) {
            node.well();
            Thread.sleep(1_000);
            assertThat(log.text()).doesNotContain("Lost connection to Sentinel");
            assertThat(someoneListens()).isTrue();
            node.close();
            Node.eventually(() -> !someoneListens());
        }
    }

    private static boolean someoneListens() {
        return Thread.getAllStackTraces().values().stream().flatMap(Stream::of)
                .anyMatch(frame -> frame.getClassName().endsWith("SentinelListener"));
    }
}
