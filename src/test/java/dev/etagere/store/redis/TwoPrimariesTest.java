package dev.etagere.store.redis;

import static dev.etagere.store.redis.Nodes.find;
import static dev.etagere.store.redis.Nodes.named;
import static dev.etagere.store.redis.Nodes.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.etagere.store.Change;
import dev.etagere.store.EvictionClock.Numbered;
import dev.etagere.store.MirrorClock;
import dev.etagere.store.redis.ClockCalls.Beat;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * While one server takes the place of another both may answer, and each call of a node may reach either. A node that evicted goes over from
 * the former primary to the new one, where another put an entry that was loaded before.
 */
@Timeout(60)
class TwoPrimariesTest {

    private static TestRedis former;
    private static TestRedis promoted;

    private final RedisOptions options = promoted.options();
    private final Nodes nodes = new Nodes();
    private final RedisLink toFormer = link(former);
    private final RedisLink toPromoted = link(promoted);
    private final ClockCalls ofFormer = calls(toFormer);
    private final ClockCalls ofPromoted = calls(toPromoted);
    private final MirrorClock mirror = new MirrorClock(100);
    private final RedisClock clock = new RedisClock(ofFormer, mirror);
    private final RedisBackend other = nodes.start(options);

    @BeforeAll
    static void startRedis() {
        former = TestRedis.started();
        promoted = TestRedis.started();
    }

    @AfterAll
    static void stopRedis() {
        former.close();
        promoted.close();
    }

    @BeforeEach
    void follow() {
        toFormer.connect();
        toPromoted.connect();
        assertThat(clock.join(ofFormer, ofFormer.beat().epoch())).isPresent();
        assertThat(put(other, "k", "old", "t")).isTrue();
    }

    @AfterEach
    void close() {
        clock.close();
        nodes.close();
        toFormer.close();
        toPromoted.close();
    }

    private static RedisLink link(TestRedis redis) {
        return new RedisLink(redis.address(), 2, Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    private ClockCalls calls(RedisLink link) {
        return new ClockCalls(link, Keys.of(options.namespace(), options.version()), options.bounds());
    }

    private void goOver() {
        Beat beat = ofPromoted.beat();
        assertThat(clock.join(ofPromoted, beat.epoch())).isPresent();
        assertThat(mirror.epoch()).isEqualTo(beat.epoch());
        assertThat(clock.pending()).isZero();
    }

    @Test
    void whatTheFormerOneWasToldTheNewOneIsToldToo() {
        assertThat(clock.evict(named("t")).delivered()).isTrue();
        assertThat(find(other, "k")).contains("old");
        clock.leave();
        goOver();
        assertThat(find(other, "k")).isEmpty();
    }

    @Test
    void whatIsEvictedWhileANodeGoesOverIsKeptThoughTheFormerOneWouldTakeIt() {
        clock.leave();
        assertThat(clock.evict(named("t"))).isEqualTo(new Numbered(0, false));
        goOver();
        assertThat(find(other, "k")).isEmpty();
    }

    @Test
    void anEvictionThatWasOnItsWayToTheFormerOneIsKept() {
        Change change = new Change.Evict(named("t"));
        ClockCalls.Made made = ofFormer.evict(change, mirror.position());
        clock.leave();
        goOver();
        assertThat(clock.made(change, made)).isEqualTo(new Numbered(0, false));
        assertThat(mirror.isAttached()).isFalse();
        goOver();
        assertThat(find(other, "k")).isEmpty();
    }

    @Test
    void whatWasToldToOneDoesNotCountWhereItIsTheOtherThatIsFollowed() {
        clock.keep(new Change.Evict(named("t")));
        assertThat(clock.join(ofFormer, ofPromoted.beat().epoch())).isEmpty();
        assertThat(mirror.isAttached()).isFalse();
        assertThat(clock.pending()).isEqualTo(1);
        goOver();
        assertThat(find(other, "k")).isEmpty();
    }

    @Test
    void whatWasToldIsKeptWhereTheWayIsLostBeforeItIsFollowed() {
        clock.keep(new Change.Evict(named("t")));
        toFormer.close();
        assertThat(catchThrowable(() -> clock.join(ofFormer, 1))).isInstanceOf(RedisStoreException.class);
        assertThat(clock.pending()).isEqualTo(1);
        goOver();
        assertThat(find(other, "k")).isEmpty();
    }
}
