package dev.etagere.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.event.TagTemplate;
import dev.etagere.response.CachePolicy;
import dev.etagere.response.MadeETag;
import dev.etagere.response.QueryKey;
import dev.etagere.response.ResponseOptions;
import dev.etagere.response.Rules;
import dev.etagere.response.Scope;
import dev.etagere.response.Treatment;
import dev.etagere.store.memory.MemoryOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

    private static final String DESIGN = """
            namespace: shop            # prefix of everything stored
            version: 3
            store: memory
            memory: { maxBytes: 256MiB, maxEntryBytes: 1MiB }
            honorOrigin: false
            policies:
              materials-list: { ttl: 30m, staleWhileRevalidate: 30s, tags: [materials] }
            rules:
              - { match: /api/materials,      policy: materials-list, query: [category, sort] }
              - { match: "/api/materials/{id}", ttl: 1h, tags: ["material:{id}"] }
              - { match: "/api/materials/{id}", methods: [PUT, DELETE], evict: [materials, "material:{id}"] }
            """;

    private static CachePolicy policy(String settings) {
        return ((Rules.CacheRule) Read.yaml("rules: [ { match: /a, " + settings + " } ]").rules().all().get(0)).policy();
    }

    @Nested
    class TheWholeFile {

        @Test
        void everythingOfTheExampleIsRead() {
            Configuration configuration = Read.yaml(DESIGN);

            assertThat(configuration.namespace()).isEqualTo("shop");
            assertThat(configuration.version()).isEqualTo(3);
            assertThat(configuration.memory().maxBytes()).isEqualTo(256L << 20);
            assertThat(configuration.responses().maxEntryBytes()).isEqualTo(1 << 20);
            Treatment.Cached list = (Treatment.Cached) configuration.rules().treatment("GET", "/api/materials");
            assertThat(list.policy().ttl()).isEqualTo(Duration.ofMinutes(30));
            assertThat(list.policy().staleWhileRevalidate()).isEqualTo(Duration.ofSeconds(30));
            assertThat(list.policy().query()).isEqualTo(QueryKey.only("category", "sort"));
            assertThat(list.policy().tags()).containsExactly(TagTemplate.parse("materials"));
            assertThat(configuration.rules().treatment("DELETE", "/api/materials/7")).isEqualTo(new Treatment.Evicts(
                    List.of(TagTemplate.parse("materials"), TagTemplate.parse("material:{id}")), List.of(), Map.of("id", "7")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "# nothing yet\n", "---\n", "rules:\npolicies:\nmemory:\n", "{}"})
        void anEmptyFileMeansTheDefaults(String yaml) {
            Configuration configuration = Read.yaml(yaml);

            assertThat(configuration.responses()).isEqualTo(ResponseOptions.DEFAULT);
            assertThat(configuration.memory()).isEqualTo(MemoryOptions.DEFAULT);
            assertThat(configuration.rules().all()).isEmpty();
            assertThat(configuration.rules().treatment("GET", "/a")).isEqualTo(new Treatment.None());
        }

        @Test
        void honorOriginAppliesToPathsWithNoRule() {
            Rules rules = Read.yaml("honorOrigin: true\nrules: [ { match: /a, bypass: true } ]").rules();

            assertThat(rules.treatment("GET", "/b")).isEqualTo(new Treatment.Origin());
            assertThat(rules.treatment("GET", "/a")).isEqualTo(new Treatment.None());
            assertThat(rules.treatment("POST", "/b")).isEqualTo(new Treatment.Origin());
        }

        @Test
        void everyGeneralSettingIsRead() {
            Configuration configuration = Read.yaml("""
                    cacheStatus: shop-cache
                    targets: [Etagere-Cache-Control, CDN-Cache-Control]
                    storeSetCookie: true
                    etag: weak
                    memory: { maxBytes: 1GiB, maxEntryBytes: 64KiB, maxTags: 500, maxTagsPerEntry: 9 }
                    heuristics: { enabled: true, max: 2h }
                    limits: { variants: 5, wait: 250ms, waiters: 6, loads: 7 }
                    """);

            ResponseOptions responses = configuration.responses();
            assertThat(responses.cacheStatus()).isTrue();
            assertThat(responses.cacheName()).isEqualTo("shop-cache");
            assertThat(responses.maxEntryBytes()).isEqualTo(64 << 10);
            assertThat(responses.maxVariants()).isEqualTo(5);
            assertThat(responses.maxWait()).isEqualTo(Duration.ofMillis(250));
            assertThat(responses.maxWaiters()).isEqualTo(6);
            assertThat(responses.maxLoads()).isEqualTo(7);
            assertThat(responses.madeETag()).isEqualTo(MadeETag.WEAK);
            assertThat(responses.rules().targets()).containsExactly("Etagere-Cache-Control", "CDN-Cache-Control");
            assertThat(responses.rules().storeSetCookie()).isTrue();
            assertThat(responses.rules().heuristics()).isTrue();
            assertThat(responses.rules().heuristicLimit()).isEqualTo(Duration.ofHours(2));
            assertThat(configuration.memory().maxBytes()).isEqualTo(1L << 30);
            assertThat(configuration.memory().maxTags()).isEqualTo(500);
            assertThat(configuration.memory().maxTagsPerEntry()).isEqualTo(9);
        }

        @Test
        void cacheStatusTrueGivesTheDefaultName() {
            assertThat(Read.yaml("cacheStatus: true").responses().cacheStatus()).isTrue();
            assertThat(Read.yaml("cacheStatus: true").responses().cacheName()).isEqualTo("Etagere");
            assertThat(Read.yaml("cacheStatus: false").responses().cacheStatus()).isFalse();
        }

        @Test
        void heuristicsCanBeSwitchedOff() {
            assertThat(Read.yaml("heuristics: { enabled: false }").responses().rules().heuristics()).isFalse();
        }

        @ParameterizedTest
        @CsvSource({"1GiB,1MiB,512", "16GiB,1MiB,1000", "64MiB,1MiB,32", "1MiB,1MiB,16", "256MiB,8MiB,16"})
        void loadsTakeNoMoreThanHalfOfTheMemoryUnlessThatIsVeryLittle(String all, String one, int loads) {
            assertThat(Read.yaml("memory: { maxBytes: " + all + ", maxEntryBytes: " + one + " }").responses().maxLoads()).isEqualTo(loads);
        }

        @Test
        void theDefaultEntrySizeIsNeverMoreThanTheMemory() {
            assertThat(Read.yaml("memory: { maxBytes: 512KiB }").responses().maxEntryBytes()).isEqualTo(512 << 10);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\uFEFFversion: 7\r\nnamespace: a\r\n", "version: 7\rnamespace: a",
                "{\"version\": 7, \"namespace\": \"a\"}"})
        void otherEditorsLineEndsAndJsonAreReadToo(String yaml) {
            assertThat(Read.yaml(yaml).version()).isEqualTo(7);
            assertThat(Read.yaml(yaml).namespace()).isEqualTo("a");
        }

        @Test
        void linesAreCountedWhateverEndsThem() {
            assertThat(Read.mistakes("namespace: a\r\n\r\nversion: x\r\n")).first().asString().startsWith("f:3: version: ");
        }

        @Test
        void anAnchorMayBeUsedAgain() {
            Rules rules = Read.yaml("""
                    rules:
                      - { match: /a, ttl: &time 5m, tags: &tags [x, y] }
                      - { match: /b, ttl: *time, tags: *tags }
                    """).rules();

            assertThat(((Treatment.Cached) rules.treatment("GET", "/b")).policy().tags()).hasSize(2);
        }
    }

    @Nested
    class InitParams {

        @Test
        void theyOverrideTheFile() {
            Configuration configuration = Read.yaml(DESIGN, Map.of("namespace", "other", "honorOrigin", "true", "cacheStatus", "true",
                    "config", "/elsewhere.yaml"));

            assertThat(configuration.namespace()).isEqualTo("other");
            assertThat(configuration.version()).isEqualTo(3);
            assertThat(configuration.rules().treatment("GET", "/b")).isEqualTo(new Treatment.Origin());
            assertThat(configuration.responses().cacheStatus()).isTrue();
        }

        @Test
        void theySwitchOffWhatTheFileSwitchesOn() {
            Map<String, String> off = Map.of("honorOrigin", "false", "cacheStatus", "false", "storeSetCookie", "false");
            Configuration configuration = Read.yaml("{ honorOrigin: true, cacheStatus: true, storeSetCookie: true }", off);

            assertThat(configuration.rules().treatment("GET", "/")).isEqualTo(new Treatment.None());
            assertThat(configuration.responses()).isEqualTo(ResponseOptions.DEFAULT);
        }

        @Test
        void theyStandAloneWhereThereIsNoFile() {
            assertThat(Read.yaml("", Map.of("honorOrigin", "true")).rules().treatment("GET", "/b")).isEqualTo(new Treatment.Origin());
        }
    }

    @Nested
    class APolicy {

        @Test
        void hasSafeDefaults() {
            CachePolicy policy = policy("ttl: 1m");

            assertThat(policy.name()).isEqualTo("/a");
            assertThat(policy.clientTtl()).isEmpty();
            assertThat(policy.scope()).isEqualTo(Scope.AUTO);
            assertThat(policy.query()).isEqualTo(QueryKey.ALL);
            assertThat(policy.statuses()).containsExactly(200);
            assertThat(policy.staleWhileRevalidate()).isZero();
            assertThat(policy.staleIfError()).isZero();
            assertThat(policy.jitter()).isZero();
            assertThat(policy.requestDirectives()).isTrue();
            assertThat(policy.keys()).isEmpty();
            assertThat(policy.vary()).isEmpty();
            assertThat(policy.tags()).isEmpty();
        }

        @Test
        void takesEverySetting() {
            CachePolicy policy = policy("ttl: 1m, clientTtl: 0, scope: user, vary: [Accept-Language, X-Tenant], tags: one, key: "
                    + Keys.Tenant.class.getName() + ", staleWhileRevalidate: 30s, staleIfError: 1h, statuses: [200, 404], jitter: 10%,"
                    + " requestDirectives: ignore, ignoreQuery: [utm_source], sortQuery: true");

            assertThat(policy.clientTtl()).contains(Duration.ZERO);
            assertThat(policy.scope()).isEqualTo(Scope.USER);
            assertThat(policy.vary()).containsExactly("accept-language", "x-tenant");
            assertThat(policy.keys()).hasExactlyElementsOfTypes(Keys.Tenant.class);
            assertThat(policy.tags()).containsExactly(TagTemplate.parse("one"));
            assertThat(policy.staleWhileRevalidate()).isEqualTo(Duration.ofSeconds(30));
            assertThat(policy.staleIfError()).isEqualTo(Duration.ofHours(1));
            assertThat(policy.statuses()).containsExactly(200, 404);
            assertThat(policy.jitter()).isEqualTo(0.1);
            assertThat(policy.requestDirectives()).isFalse();
            assertThat(policy.query()).isEqualTo(QueryKey.ignoring("utm_source").inAnyOrder());
        }

        @Test
        void mayTakeAllOfTheQueryOrNone() {
            assertThat(policy("ttl: 1m, query: all").query()).isEqualTo(QueryKey.ALL);
            assertThat(policy("ttl: 1m, query: none").query()).isEqualTo(QueryKey.NONE);
            assertThat(policy("ttl: 1m, query: [all]").query()).isEqualTo(QueryKey.only("all"));
            assertThat(policy("ttl: 1m, query: page, sortQuery: true").query()).isEqualTo(QueryKey.only("page").inAnyOrder());
        }

        @Test
        void givesItsTagsTheParametersOfPathAndListedQuery() {
            Rules rules = Read.yaml("rules: [ { match: '/a/{id}', ttl: 1m, query: [page], tags: ['a:{id}:{page}'] } ]").rules();

            assertThat(rules.all()).hasSize(1);
        }

        @Test
        void isOverriddenByTheRuleOneByOne() {
            Rules rules = Read.yaml("""
                    policies:
                      base: { ttl: 10m, tags: [a, b], ignoreQuery: [utm], sortQuery: true, scope: public }
                    rules:
                      - { match: /x, policy: base, ttl: 1m, query: [q] }
                      - { match: /y, policy: base }
                    """).rules();

            CachePolicy x = ((Treatment.Cached) rules.treatment("GET", "/x")).policy();
            assertThat(x.ttl()).isEqualTo(Duration.ofMinutes(1));
            assertThat(x.scope()).isEqualTo(Scope.PUBLIC);
            assertThat(x.tags()).hasSize(2);
            assertThat(x.query()).isEqualTo(QueryKey.only("q").inAnyOrder());
            CachePolicy y = ((Treatment.Cached) rules.treatment("GET", "/y")).policy();
            assertThat(y.query()).isEqualTo(QueryKey.ignoring("utm").inAnyOrder());
        }
    }

    @Nested
    class OtherRules {

        @Test
        void anEvictRuleIsForTheUnsafeMethodsUnlessItNamesSome() {
            Rules rules = Read.yaml("rules: [ { match: /a, evict: x, expire: [y] } ]").rules();

            for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
                assertThat(rules.treatment(method, "/a")).isInstanceOf(Treatment.Evicts.class);
            }
            assertThat(rules.treatment("GET", "/a")).isEqualTo(new Treatment.None());
        }

        @Test
        void anEvictRuleMayNameGetForApplicationsThatChangeThingsSo() {
            Rules rules = Read.yaml("rules: [ { match: /cart/remove, methods: [GET], evict: cart } ]").rules();

            assertThat(rules.treatment("GET", "/cart/remove")).isInstanceOf(Treatment.Evicts.class);
        }

        @Test
        void aBypassLeavesEvictionToLaterRules() {
            Rules rules = Read.yaml("rules: [ { match: /admin/**, bypass: true }, { match: /**, evict: all } ]").rules();

            assertThat(rules.treatment("GET", "/admin/x")).isEqualTo(new Treatment.None());
            assertThat(rules.treatment("POST", "/admin/x")).isInstanceOf(Treatment.Evicts.class);
        }
    }

    @Nested
    class InCode {

        @Test
        void theSameSettingsMakeTheSameConfiguration() {
            Configuration inCode = Read.settings().namespace("n").version(1).maxBytes(1 << 20).maxEntryBytes(1000).maxTags(9).honorOrigin()
                    .cacheStatus("c").targets(Set.of("T-Cache-Control")).storeSetCookie().noHeuristics().variants(2)
                    .maxWait(Duration.ofSeconds(1)).waiters(3).loads(4).made();

            Configuration inFile = Read.yaml("""
                    { namespace: n, version: 1, memory: { maxBytes: 1MiB, maxEntryBytes: 1000, maxTags: 9 }, honorOrigin: true,
                      cacheStatus: c, targets: T-Cache-Control, storeSetCookie: true, heuristics: { enabled: false },
                      limits: { variants: 2, wait: 1s, waiters: 3, loads: 4 } }
                    """);

            assertThat(inCode).usingRecursiveComparison().ignoringFields("rules").isEqualTo(inFile);
            assertThat(inCode.rules().treatment("GET", "/")).isEqualTo(new Treatment.Origin());
        }

        @Test
        void rulesOfCodeAndFileFollowEachOther() {
            Rules rules = Read.settings().rule("/a/{id}", policy -> policy.ttl(Duration.ofSeconds(5)).tags("a:{id}"))
                    .config("rules: [ { match: /a/**, ttl: 1m } ]", "f", Map.of(), Read.class.getClassLoader())
                    .bypass("/b").evictOn("/b", List.of("POST"), "b").made().rules();

            assertThat(((Treatment.Cached) rules.treatment("GET", "/a/1")).policy().ttl()).isEqualTo(Duration.ofSeconds(5));
            assertThat(((Treatment.Cached) rules.treatment("GET", "/a/2/3")).policy().ttl()).isEqualTo(Duration.ofMinutes(1));
            assertThat(rules.treatment("POST", "/b")).isInstanceOf(Treatment.Evicts.class);
        }

        @Test
        void mistakesAreRefusedAsInAFile() {
            Read settings = Read.settings();

            assertThatThrownBy(() -> settings.namespace("a/b")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> settings.rule("/a", policy -> policy)).hasMessage("a policy needs a ttl");
            assertThatThrownBy(() -> settings.rule("/a", policy -> policy.ttl(Duration.ofDays(1)).tags("a:{id}")))
                    .hasMessage("the tag \"a:{id}\" has {id}, which is no parameter of the path /a and not listed in query");
            assertThatThrownBy(() -> settings.maxBytes(1 << 16).maxEntryBytes(1 << 17).made()).isInstanceOf(ConfigurationException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"500ms,500", "30s,30000", "5m,300000", "1h,3600000", "1d,86400000", "1h30m,5400000", "PT30M,1800000", "P1D,86400000"})
    void durationsAreReadInTheirUnits(String text, long millis) {
        assertThat(policy("ttl: " + text).ttl()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"65536,65536", "64KiB,65536", "1MiB,1048576", "2 GiB,2147483648", "100KB,100000",
            "1MB,1000000", "1gb,1000000000", "70000B,70000"})
    void sizesAreReadInTheirUnits(String text, long bytes) {
        assertThat(Read.yaml("memory: { maxBytes: " + text + " }").memory().maxBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"10%,0.1", "0.25,0.25", "0,0", "100%,1", "1,1", "12.5%,0.125"})
    void jitterIsAPartOfTheTtl(String text, double part) {
        assertThat(policy("ttl: 1m, jitter: " + text).jitter()).isEqualTo(part);
    }
}
