package dev.etagere.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store has to hold to; a backend's test extends it. */
public abstract class StoreContract {

    protected static final ValueType<String> TEXT = ValueType.shared(String::length, new TextCodec());

    private static final Duration HOUR = Duration.ofHours(1);

    protected final HandClock time = new HandClock();
    protected StoreBackend backend;
    protected Store<String> store;

    protected abstract StoreBackend open(InstantSource clock);

    @BeforeEach
    void open() {
        backend = open(time);
        store = backend.open("pages", TEXT);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    protected Entry<String> entry(String key, String value, String... tags) {
        long deadline = time.millis() + HOUR.toMillis();
        return new Entry<>("pages", key, value, Arrays.asList(tags), backend.clock().epoch(), backend.clock().position(), deadline);
    }

    private void assertHolds(String key, String value) {
        assertThat(store.get(key)).hasValueSatisfying(hit -> isFresh(hit, value));
    }

    private static void isFresh(Hit<String> hit, String value) {
        assertThat(hit).isEqualTo(new Hit<>(value, false, hit.tier()));
    }

    private static void isExpired(Hit<String> hit, String value) {
        assertThat(hit).isEqualTo(new Hit<>(value, true, hit.tier()));
    }

    private void assertHoldsNothing(String key) {
        assertThat(store.get(key)).isEmpty();
    }

    @Test
    void nothingIsFoundInAnEmptyStore() {
        assertHoldsNothing("a");
        assertHoldsNothing("");
    }

    @Test
    void whatWasPutIsFoundUnderItsKeyAlone() {
        assertThat(store.put(entry("a", "1"))).isTrue();
        assertHolds("a", "1");
        assertHoldsNothing("A");
        assertHoldsNothing("a ");
    }

    @Test
    void aPutTakesThePlaceOfWhatWasThere() {
        store.put(entry("a", "1"));
        store.put(entry("a", "2"));
        assertHolds("a", "2");
    }

    @Test
    void anyTextIsAKeyAndATag() {
        List<String> texts = List.of("", " ", "\0", "\uD800", "é\u0301", "a:b", "*", "x".repeat(20_000));
        for (String text : texts) {
            assertThat(store.put(entry(text, text, text))).isTrue();
        }
        for (String text : texts) {
            assertHolds(text, text);
        }
        backend.clock().evict(List.of(new Tag.Named("\uD800")));
        assertHoldsNothing("\uD800");
        assertHolds("", "");
    }

    @Test
    void storesOfOneBackendKeepTheirEntriesApart() {
        Store<String> other = backend.open("users", TEXT);
        store.put(entry("a", "1"));
        assertThat(other.get("a")).isEmpty();
        other.remove("a");
        assertHolds("a", "1");
    }

    @Test
    void aStoreThatIsOpenedAgainHasItsEntries() {
        store.put(entry("a", "1"));
        assertThat(backend.<String>open("pages", TEXT).get("a")).hasValueSatisfying(hit -> isFresh(hit, "1"));
    }

    @Test
    void anEntryIsNotFoundOnceItsDeadlineHasCome() {
        store.put(entry("a", "1"));
        time.advance(HOUR.minusMillis(1));
        assertHolds("a", "1");
        time.advance(Duration.ofMillis(1));
        assertHoldsNothing("a");
    }

    @Test
    void anEntryPastItsDeadlineIsNotTakenIn() {
        Entry<String> late = entry("a", "1");
        time.advance(HOUR);
        assertThat(store.put(late)).isFalse();
        assertHoldsNothing("a");
    }

    @Test
    void aPutWithALaterDeadlineProlongs() {
        store.put(entry("a", "1"));
        time.advance(HOUR.dividedBy(2));
        store.put(entry("a", "2"));
        time.advance(HOUR.dividedBy(2));
        assertHolds("a", "2");
    }

    @Test
    void anEvictedEntryIsNotFound() {
        store.put(entry("a", "1", "t"));
        assertHolds("a", "1");
        backend.clock().evict(List.of(new Tag.Named("t")));
        assertHoldsNothing("a");
        assertHoldsNothing("a");
    }

    @Test
    void anEvictedEntryIsNotTakenIn() {
        Entry<String> began = entry("a", "1", "t");
        backend.clock().evict(List.of(new Tag.Named("t")));
        assertThat(store.put(began)).isFalse();
        assertHoldsNothing("a");
    }

    @Test
    void anEvictedEntryThatIsRefusedLeavesWhatIsThere() {
        Entry<String> began = entry("a", "old", "t");
        backend.clock().evict(List.of(new Tag.Named("t")));
        store.put(entry("a", "new", "t"));
        store.put(began);
        assertHolds("a", "new");
    }

    @Test
    void aSoftlyExpiredEntryIsFoundAsSuch() {
        store.put(entry("a", "1", "t"));
        backend.clock().expire(List.of(new Tag.Named("t")));
        assertThat(store.get("a")).hasValueSatisfying(hit -> isExpired(hit, "1"));
    }

    @Test
    void removingDropsTheEntryButEvictsNothing() {
        Entry<String> began = entry("a", "2");
        store.put(entry("a", "1"));
        long position = backend.clock().position();
        store.remove("a");
        assertHoldsNothing("a");
        assertThat(store.put(began)).isTrue();
        assertThat(backend.clock().position()).isEqualTo(position);
    }

    @Test
    void aClosedBackendFindsAndTakesInNothing() {
        store.put(entry("a", "1"));
        backend.close();
        assertThatCode(backend::close).doesNotThrowAnyException();
        assertHoldsNothing("a");
        assertThat(store.put(entry("a", "2"))).isFalse();
        assertHoldsNothing("a");
        assertThat(backend.stats().entries()).isZero();
    }

    private static final class TextCodec implements ByteCodec<String> {
        @Override
        public byte[] encode(String value) {
            byte[] bytes = new byte[1 + 2 * value.length()];
            ByteBuffer.wrap(bytes).put((byte) 1).asCharBuffer().put(value);
            return bytes;
        }

        @Override
        public Optional<String> decode(byte[] bytes) {
            return bytes.length % 2 == 0 || bytes[0] != 1 ? Optional.empty()
                    : Optional.of(ByteBuffer.wrap(bytes, 1, bytes.length - 1).asCharBuffer().toString());
        }
    }
}
