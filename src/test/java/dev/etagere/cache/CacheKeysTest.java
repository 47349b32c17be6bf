package dev.etagere.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class CacheKeysTest {

    @Test
    void partsStandOneAfterAnother() {
        assertThat(CacheKeys.of("materials", "list").key()).isEqualTo("materials:list");
        assertThat(CacheKeys.of("user", 123, "profile")).hasToString("user:123:profile");
    }

    @Test
    void parametersStandInTheOrderOfTheirNames() {
        CacheKeys key = CacheKeys.of("search").with("query", "python").with("page", 1);
        assertThat(key.key()).isEqualTo("search:page=1:query=python");
        assertThat(CacheKeys.of("search").with("page", 1).with("query", "python")).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(key.with("page", 2).key()).isEqualTo("search:page=2:query=python");
    }

    @Test
    void keysOfAUserAreTheirOwn() {
        assertThat(CacheKeys.ofUser(42, "notifications").key()).isEqualTo("user=42:notifications");
        assertThat(CacheKeys.ofUser("42:notifications").key()).isNotEqualTo(CacheKeys.ofUser(42, "notifications").key());
    }

    @Test
    void whatHasAMeaningIsEscaped() {
        assertThat(CacheKeys.of("a:b", "50%", "x=y", "*").key()).isEqualTo("a%3Ab:50%25:x%3Dy:%2A");
    }

    @Test
    void aPatternMatchesWhatIsBelowAndNotTheNeighbours() {
        Cache<String> texts = new TestCaches().open(options -> options);
        texts.put(CacheKeys.ofUser(4, "a").key(), "v");
        texts.put(CacheKeys.ofUser(42, "a").key(), "v");
        texts.put(CacheKeys.ofUser(42).with("page", 1).key(), "v");
        texts.evictMatching(CacheKeys.ofUser(4).below());
        assertThat(texts.getAll(List.of("user=4:a", "user=42:a", "user=42:page=1"))).containsOnlyKeys("user=42:a", "user=42:page=1");
        texts.evictMatching(CacheKeys.ofUser(42).below());
        assertThat(texts.getAll(List.of("user=42:a", "user=42:page=1"))).isEmpty();
    }

    @Test
    void onlyWhatItsTextTellsApartIsAPart() {
        UUID id = UUID.nameUUIDFromBytes(new byte[0]);
        assertThat(CacheKeys.of("a", 1L, true, 'c', new BigDecimal("1.50"), DayOfWeek.MONDAY, LocalDate.EPOCH, id).key())
                .isEqualTo("a:1:true:c:1.50:MONDAY:1970-01-01:" + id);
        for (Object part : List.of(new Object(), List.of(1), Map.of(), new int[0])) {
            assertThatThrownBy(() -> CacheKeys.of("a", part)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("part of a key");
        }
    }

    @Property
    void differentPartsGiveDifferentKeys(@ForAll @NotEmpty List<String> a, @ForAll @NotEmpty List<String> b,
            @ForAll Map<String, String> p) {
        assertThat(key(a, p).equals(key(b, p))).isEqualTo(a.equals(b));
        assertThat(key(a, p).equals(key(a, Map.of()))).isEqualTo(p.isEmpty());
    }

    private static String key(List<String> parts, Map<String, String> parameters) {
        CacheKeys key = CacheKeys.of(parts.get(0), parts.subList(1, parts.size()).toArray());
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            key = key.with(parameter.getKey(), parameter.getValue());
        }
        return key.key();
    }
}
