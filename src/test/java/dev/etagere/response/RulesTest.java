package dev.etagere.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.event.TagTemplate;
import dev.etagere.response.Rules.BypassRule;
import dev.etagere.response.Rules.CacheRule;
import dev.etagere.response.Rules.EvictRule;
import dev.etagere.response.Rules.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {

    private static final Treatment NONE = new Treatment.None();
    private static final Treatment ORIGIN = new Treatment.Origin();

    private static CacheRule caching(String path) {
        return new CacheRule(PathTemplate.parse(path), CachePolicy.builder().name(path).ttl(Duration.ofMinutes(1)).build());
    }

    private static EvictRule evicting(String path, String... methods) {
        Set<String> named = methods.length == 0 ? EvictRule.DEFAULT_METHODS : Set.of(methods);
        return new EvictRule(PathTemplate.parse(path), named, List.of(TagTemplate.parse("t")), List.of());
    }

    private static String chosen(Rules rules, String path) {
        return rules.treatment("GET", path) instanceof Treatment.Cached cached ? cached.policy().name() : "none";
    }

    @Test
    void theFirstThatMatchesWins() {
        Rules rules = Rules.of(List.of(caching("/a/{x}/c"), caching("/a/b/{y}"), caching("/a/b"), caching("/{any}/b"),
                caching("/**")), NONE);

        assertThat(chosen(rules, "/a/b/c")).isEqualTo("/a/{x}/c");
        assertThat(chosen(rules, "/a/b/d")).isEqualTo("/a/b/{y}");
        assertThat(chosen(rules, "/a/b")).isEqualTo("/a/b");
        assertThat(chosen(rules, "/z/b")).isEqualTo("/{any}/b");
        assertThat(chosen(rules, "/z")).isEqualTo("/**");
    }

    @Test
    void aTemplateBeforeALiteralWinsOverIt() {
        Rules rules = Rules.of(List.of(evicting("/a/{x}", "GET"), caching("/b"), evicting("/{x}/c", "DELETE"), evicting("/b/c")), NONE);

        assertThat(rules.treatment("GET", "/a/b")).isInstanceOf(Treatment.Evicts.class);
        assertThat(rules.treatment("DELETE", "/b/c")).isEqualTo(new Treatment.Evicts(List.of(TagTemplate.parse("t")), List.of(),
                Map.of("x", "b")));
        assertThat(rules.treatment("PUT", "/b/c")).isEqualTo(new Treatment.Evicts(List.of(TagTemplate.parse("t")), List.of(), Map.of()));
    }

    @Test
    void headIsTreatedAsGetIs() {
        Rules rules = Rules.of(List.of(caching("/a/{id}"), new BypassRule(PathTemplate.parse("/b"), Set.of("GET"))), ORIGIN);

        assertThat(rules.treatment("HEAD", "/a/7")).isEqualTo(rules.treatment("GET", "/a/7"));
        assertThat(rules.treatment("HEAD", "/b")).isEqualTo(NONE);
        assertThat(rules.treatment("HEAD", "/c")).isEqualTo(ORIGIN);
    }

    @Test
    void parametersGoWithTheTreatment() {
        Rules rules = Rules.of(List.of(caching("/a/{id}")), NONE);

        assertThat(((Treatment.Cached) rules.treatment("GET", "/a/7")).parameters()).isEqualTo(Map.of("id", "7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "QUERY", "get", "", "\u0000"})
    void aCacheRuleIsForGetAloneAndOtherMethodsEvictWhatItMayHaveCached(String method) {
        assertThat(Rules.of(List.of(caching("/**")), ORIGIN).treatment(method, "/a")).isEqualTo(Treatment.Evicts.URIS);
        assertThat(Rules.of(List.of(caching("/b")), NONE).treatment(method, "/a")).isEqualTo(NONE);
        assertThat(Rules.of(List.of(), ORIGIN).treatment(method, "/a")).isEqualTo(ORIGIN);
    }

    @Test
    void anEvictRuleIsForItsMethodsAlone() {
        Rules rules = Rules.of(List.of(evicting("/a", "PUT"), caching("/a")), NONE);

        assertThat(rules.treatment("PUT", "/a")).isInstanceOf(Treatment.Evicts.class);
        assertThat(rules.treatment("GET", "/a")).isInstanceOf(Treatment.Cached.class);
        assertThat(rules.treatment("DELETE", "/a")).isEqualTo(Treatment.Evicts.URIS);
    }

    @Test
    void aBypassHoldsUnderHonorOrigin() {
        Rules rules = Rules.of(List.of(new BypassRule(PathTemplate.parse("/a/**"), BypassRule.DEFAULT_METHODS)), ORIGIN);

        assertThat(rules.treatment("GET", "/a/b")).isEqualTo(NONE);
        assertThat(rules.treatment("GET", "/b")).isEqualTo(ORIGIN);
    }

    @Test
    void aRuleThatCanNeverMatchIsRefused() {
        assertThatThrownBy(() -> Rules.of(List.of(caching("/a/**"), caching("/a/b")), NONE)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the rule for /a/b can never match: the rule for /a/** comes before it and matches all that it does");
    }

    @Test
    void rulesThatCannotBeMeantAreRefused() {
        PathTemplate path = PathTemplate.parse("/a");
        List<TagTemplate> tags = List.of(TagTemplate.parse("t"));

        assertThatThrownBy(() -> new EvictRule(path, Set.of(), tags, List.of())).hasMessage("methods must name at least one");
        assertThatThrownBy(() -> new EvictRule(path, Set.of("put"), tags, List.of())).hasMessageContaining("upper case");
        assertThatThrownBy(() -> new EvictRule(path, Set.of("PUT"), List.of(), List.of())).hasMessageContaining("evicts nothing");
        assertThatThrownBy(() -> new BypassRule(path, Set.of())).hasMessage("methods must name at least one");
    }

    @Property
    void theIndexFindsWhatALookFromTheTopWouldFind(@ForAll("ruleLists") List<Rule> rules, @ForAll("paths") String path,
            @ForAll("methods") String method) {
        List<Rule> reachable = new ArrayList<>();
        for (Rule rule : rules) {
            if (Rules.covering(reachable, rule).isEmpty()) {
                reachable.add(rule);
            }
        }

        assertThat(Rules.of(reachable, ORIGIN).treatment(method, path)).isEqualTo(fromTheTop(reachable, method, path));
    }

    @Property
    void aRuleThatIsCoveredChangesNothing(@ForAll("ruleLists") List<Rule> rules, @ForAll("paths") String path,
            @ForAll("methods") String method) {
        List<Rule> reachable = new ArrayList<>();
        for (Rule rule : rules) {
            if (Rules.covering(reachable, rule).isEmpty()) {
                reachable.add(rule);
            }
        }

        assertThat(fromTheTop(reachable, method, path)).isEqualTo(fromTheTop(rules, method, path));
    }

    private static Treatment fromTheTop(List<Rule> rules, String method, String path) {
        for (Rule rule : rules) {
            Optional<Map<String, String>> match = rule.match().match(path);
            if (match.isPresent() && (rule.methods().contains(method) || method.equals("HEAD") && rule.methods().contains("GET"))) {
                return rule.treatment(match.get());
            }
        }
        if (method.equals("GET") || method.equals("HEAD")) {
            return ORIGIN;
        }
        Treatment read = fromTheTop(rules, "GET", path);
        return read instanceof Treatment.None || read instanceof Treatment.Origin ? read : Treatment.Evicts.URIS;
    }

    @Provide
    Arbitrary<List<Rule>> ruleLists() {
        Arbitrary<String> path = Arbitraries.of("/", "/a", "/a/", "/b", "/a/b", "/{x}", "/{x}/b", "/a/{y}", "/{x}/{y}", "/a/**", "/**",
                "/{x}/**", "/a/b/{r...}", "/b/**");
        Arbitrary<Rule> rule = Combinators.combine(path, Arbitraries.integers().between(0, 3)).as((match, kind) -> switch (kind) {
            case 0 -> evicting(match, "PUT", "DELETE");
            case 1 -> evicting(match, "DELETE");
            case 2 -> new BypassRule(PathTemplate.parse(match), Set.of("GET"));
            default -> caching(match);
        });
        return rule.list().ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("/", "/a", "/a/", "/b", "/c", "/a/b", "/b/b", "/c/d", "/a/b/c", "/b/c/d", "/a//b", "//", "", "a");
    }

    @Provide
    Arbitrary<String> methods() {
        return Arbitraries.of("GET", "HEAD", "PUT", "DELETE", "POST");
    }
}
