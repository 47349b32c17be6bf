package dev.etagere.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Header fields (RFC 9110 §5)")
class HeadersTest {

    private static final Headers COOKIES = Headers.of("Set-Cookie", "a=1", "ETag", "\"x\"", "set-cookie", "b=2");

    @Test
    @DisplayName("MUST: names are compared without regard to case (§5.1)")
    void namesAreFoundInAnyCase() {
        assertThat(COOKIES.contains("SET-COOKIE")).isTrue();
        assertThat(COOKIES.first("etag")).contains("\"x\"");
        assertThat(COOKIES.values("Set-Cookie")).containsExactly("a=1", "b=2");
    }

    @Test
    void absentNamesHaveNoValues() {
        assertThat(COOKIES.contains("Vary")).isFalse();
        assertThat(COOKIES.first("Vary")).isEmpty();
        assertThat(COOKIES.values("Vary")).isEmpty();
        assertThat(Headers.empty().first("Vary")).isEmpty();
    }

    @Test
    @DisplayName("MUST NOT: the order of field lines of one name is not changed (§5.3)")
    void orderAndSpellingAreKept() {
        assertThat(COOKIES.size()).isEqualTo(3);
        assertThat(COOKIES.name(2)).isEqualTo("set-cookie");
        assertThat(COOKIES.value(2)).isEqualTo("b=2");
        assertThat(COOKIES).hasToString("[Set-Cookie: a=1 | ETag: \"x\" | set-cookie: b=2]");
    }

    @Test
    void setPutsOneLineWhereTheFirstStood() {
        Headers set = COOKIES.toBuilder().set("SET-COOKIE", "c").set("Age", "1").build();
        assertThat(set).isEqualTo(Headers.of("set-cookie", "c", "etag", "\"x\"", "age", "1"));
    }

    @Test
    void removeRemovesAllLinesOfAName() {
        assertThat(COOKIES.toBuilder().remove("Set-cookie").remove("Vary").build()).isEqualTo(Headers.of("ETag", "\"x\""));
        assertThat(COOKIES.without(name -> name.equalsIgnoreCase("set-cookie"))).isEqualTo(Headers.of("ETag", "\"x\""));
        assertThat(COOKIES.without(name -> true)).isSameAs(Headers.empty());
        assertThat(COOKIES.without(name -> false)).isSameAs(COOKIES);
    }

    @Test
    void aBuilderGrowsAndDoesNotShareWhatItBuilt() {
        Headers.Builder builder = Headers.builder();
        for (int i = 0; i < 100; i++) {
            builder.add("X-" + i, "v" + i);
        }
        Headers first = builder.build();
        Headers second = builder.set("X-0", "changed").addAll(first).build();
        assertThat(first.value(0)).isEqualTo("v0");
        assertThat(first.size()).isEqualTo(100);
        assertThat(second.size()).isEqualTo(200);
        assertThat(second.values("x-0")).containsExactly("changed", "v0");
        assertThat(first.toBuilder().add("Y", "z").build().first("y")).contains("z");
    }

    @Test
    void equalityDisregardsTheCaseOfNamesAloneAndAgreesWithTheHash() {
        assertThat(Headers.of("ETag", "A")).isEqualTo(Headers.of("etag", "A")).hasSameHashCodeAs(Headers.of("eTAG", "A"));
        assertThat(Headers.of("ETag", "A")).isNotEqualTo(Headers.of("ETag", "a"));
        assertThat(Headers.of("A", "1", "B", "2")).isNotEqualTo(Headers.of("B", "2", "A", "1"));
        assertThat(Headers.of("A", "1")).isNotEqualTo(Headers.of("A", "1", "A", "1"));
    }

    @Test
    void aNameWithoutAValueIsRefused() {
        assertThatThrownBy(() -> Headers.of("A", "1", "B")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("B");
    }
}
