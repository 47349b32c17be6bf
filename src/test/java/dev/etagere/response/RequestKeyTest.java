package dev.etagere.response;

import static dev.etagere.response.FakeRequest.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RequestKeyTest {

    private static String key(FakeRequest request, CachePolicy policy) {
        return ((RequestKey.KeyOrReason.Key) RequestKey.of(request, policy)).key();
    }

    private static CachePolicy policy(QueryKey query) {
        return CachePolicy.builder().name("test").ttl(Duration.ofMinutes(1)).query(query).build();
    }

    private static String counted(String query, QueryKey.Mode mode, boolean sorted, String... names) {
        return RequestKey.countedQuery(query, new QueryKey(mode, Set.of(names), sorted)).orElse("(none)");
    }

    @Property
    void requestsThatDifferInAPartNeverHaveTheSameKey(@ForAll("requests") FakeRequest one, @ForAll("requests") FakeRequest other) {
        boolean same = one.authority().equals(other.authority()) && one.target().equals(other.target()) && one.user().equals(other.user());
        CachePolicy policy = policy(QueryKey.ALL);
        assertThat(key(one, policy).equals(key(other, policy))).isEqualTo(same);
    }

    /** Few letters, so that parts often look like one another's prefixes and delimiters. */
    @Provide
    Arbitrary<FakeRequest> requests() {
        Arbitrary<String> text = Arbitraries.strings().withChars("/1:u-q").ofMaxLength(4);
        Arbitrary<Optional<String>> user = Arbitraries.strings().withChars("1:u-").ofMaxLength(3).optional();
        Arbitrary<String> query = Arbitraries.strings().withChars("1:u-q?").ofMaxLength(3).map(q -> "?" + q);
        return Combinators.combine(text, Arbitraries.oneOf(Arbitraries.just(""), query), text, user).as((path, search, host, name) -> {
            FakeRequest request = get("/" + path + search).header("Host", host);
            return name.map(request::by).orElse(request);
        });
    }

    @Test
    void noQueryAndAnEmptyOneAreTwoTargets() {
        assertThat(RequestKey.ofShared(get("/x"))).isNotEqualTo(RequestKey.ofShared(get("/x?")));
    }

    @Test
    void anEncodedQuestionMarkInThePathIsNotAQuery() {
        assertThat(RequestKey.ofShared(get("/x%3Fa=1"))).isNotEqualTo(RequestKey.ofShared(get("/x?a=1")));
    }

    @Test
    void anAllowListKeepsOnlyTheNamedParametersInTheirOrder() {
        assertThat(counted("utm=1&sort=up&category=books", QueryKey.Mode.ONLY, false, "category", "sort"))
                .isEqualTo("sort=up&category=books");
        assertThat(counted("utm=1", QueryKey.Mode.ONLY, false, "category")).isEqualTo("(none)");
    }

    @Test
    void anIgnoreListDropsTheNamedParameters() {
        assertThat(counted("utm=1&a=2&&a=3", QueryKey.Mode.IGNORE, false, "utm")).isEqualTo("a=2&a=3");
    }

    @Test
    void namesAreComparedDecoded() {
        assertThat(counted("c%61tegory=x", QueryKey.Mode.ONLY, false, "category")).isEqualTo("c%61tegory=x");
        assertThat(counted("my+name=x", QueryKey.Mode.ONLY, false, "my name")).isEqualTo("my+name=x");
    }

    @Test
    void sortingKeepsTheOrderAmongEqualNames() {
        assertThat(counted("b=2&a=9&b=1", QueryKey.Mode.ALL, true)).isEqualTo("a=9&b=2&b=1");
    }

    @Test
    void aQueryWhoseNamesCannotBeDecodedHasNoKeyWhereNamesCount() {
        CachePolicy byName = policy(new QueryKey(QueryKey.Mode.ONLY, Set.of("a"), false));
        assertThat(RequestKey.of(get("/x?%zz=1"), byName)).isEqualTo(new RequestKey.KeyOrReason.None("malformed-query"));
        assertThat(RequestKey.of(get("/x?%zz=1"), policy(QueryKey.ALL))).isInstanceOf(RequestKey.KeyOrReason.Key.class);
    }
}
