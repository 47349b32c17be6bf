package dev.etagere.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each mistake is told in one line that says where it is, what is wrong, and what to write. */
class MistakesTest {

    private static String rule(String settings) {
        List<String> mistakes = Read.mistakes("rules:\n  - { match: /a, " + settings + " }\n");
        assertThat(mistakes).hasSize(1);
        return mistakes.get(0);
    }

    @Nested
    class Names {

        @Test
        void anUnknownSettingIsToldWithTheNearestKnownOne() {
            assertThat(Read.mistakes("version: 1\nnamspace: shop\n")).containsExactly("f:2: namspace: is not a setting; did you mean "
                    + "namespace? (known here: " + String.join(", ", ConfigurationReader.SETTINGS) + ")");
            assertThat(Read.mistakes("memory:\n  maxByte: 5MiB\n")).containsExactly("f:2: memory.maxByte: is not a setting; did you mean "
                    + "maxBytes? (known here: maxBytes, maxEntryBytes, maxTags, maxTagsPerEntry)");
        }

        @Test
        void aMisspeltTtlIsOneMistakeAndNotTwo() {
            assertThat(rule("tll: 5m")).startsWith("f:2: rules[0].tll: is not a setting; did you mean ttl? (known here: match, ");
        }

        @ParameterizedTest
        @CsvSource({"swr,", "honourOrigin,honorOrigin", "cache-status,cacheStatus", "maxBytes,memory.maxBytes", "wait,limits.wait",
                "ttl,ttl of a rule or a policy", "rulse,rules", "xxxxxxxx,"})
        void aSettingInTheWrongPlaceIsToldItsOwn(String name, String meant) {
            String mistake = Read.mistakes(name + ": 1").get(0);

            if (meant == null) {
                assertThat(mistake).doesNotContain("did you mean");
            } else {
                assertThat(mistake).contains("; did you mean " + meant + "?");
            }
        }

        @Test
        void aSettingThatIsGivenTwiceIsRefused() {
            assertThat(Read.mistakes("namespace: a\nversion: 1\nnamespace: b\n"))
                    .containsExactly("f:3: namespace: is set twice, first in line 1");
            assertThat(rule("ttl: 5m, ttl: 6m")).isEqualTo("f:2: rules[0].ttl: is set twice, first in line 2");
        }

        @Test
        void anUnknownPolicyIsToldWithTheNearestKnownOne() {
            assertThat(Read.mistakes("policies:\n  list: { ttl: 5m }\nrules:\n  - { match: /a, policy: lists }\n"))
                    .containsExactly("f:4: rules[0].policy: \"lists\" is not a policy; did you mean list? (known here: list)");
            assertThat(rule("policy: list")).isEqualTo("f:2: rules[0].policy: \"list\" is not a policy (there is none here)");
        }
    }

    @Nested
    class Values {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                ttl: 30 minuets       | ttl: "30 minuets" is not a duration; write e.g. 30m, 1h or PT30M
                ttl: 30               | ttl: "30" has no unit; write e.g. 30s or 30m
                ttl: 1.5h             | ttl: "1.5h" is not a duration; write e.g. 30m, 1h or PT30M
                ttl: PT               | ttl: "PT" is not a duration; write e.g. 30m, 1h or PT30M
                ttl: 99999999999999999d | ttl: "99999999999999999d" is not a duration; write e.g. 30m, 1h or PT30M
                ttl:                  | ttl: has no value
                ttl: ~                | ttl: has no value
                ttl: ''               | ttl: "" is not a duration; write e.g. 30m, 1h or PT30M
                ttl: [1m]             | ttl: takes one value, not a list
                ttl: {a: 1m}          | ttl: takes one value, not a group of settings
                ttl: 0                | ttl: "0" must be longer than nothing (a rule with bypass leaves a path uncached)
                ttl: -5m              | ttl: "-5m" must be longer than nothing (a rule with bypass leaves a path uncached)
                ttl: 366d             | ttl: "366d" must be at most a year (365d)
                ttl: 1m, clientTtl: -1s | clientTtl: "-1s" must not be negative
                ttl: 1m, staleIfError: 9999d | staleIfError: "9999d" must be at most a year (365d)
                ttl: 1m, scope: Public | scope: "Public" is not one of auto, public, user; did you mean public?
                ttl: 1m, scope: all   | scope: "all" is not one of auto, public, user
                ttl: 1m, sortQuery: yes | sortQuery: "yes" is neither true nor false
                ttl: 1m, jitter: 2    | jitter: "2" must be a part of the ttl, from 0 to 1 or 0% to 100%
                ttl: 1m, jitter: -1%  | jitter: "-1%" must be a part of the ttl, from 0 to 1 or 0% to 100%
                ttl: 1m, jitter: some | jitter: "some" is not a part of a whole; write e.g. 10% or 0.1
                ttl: 1m, jitter: 1.2.3 | jitter: "1.2.3" is not a part of a whole; write e.g. 10% or 0.1
                ttl: 1m, requestDirectives: true | requestDirectives: "true" is not one of heed, ignore
                ttl: 1m, statuses: [200, ok] | statuses[1]: "ok" is not a whole number up to 2147483647
                ttl: 1m, statuses: [206] | statuses: must be from 200 to 599, but not 206 or 304 (made from a stored 200)
                ttl: 1m, statuses: 99 | statuses: "99" must be from 200 to 599, but not 206 or 304 (made from a stored 200)
                ttl: 1m, statuses: [] | statuses: must name at least one
                ttl: 1m, vary: [a b]  | vary: "a b" is not the name of a request field
                ttl: 1m, vary: '*'    | vary: "*" is not the name of a request field
                ttl: 1m, tags: ['']   | tags[0]: a tag is empty
                ttl: 1m, tags: ['a:{'] | tags[0]: tag "a:{" has a { without }
                ttl: 1m, tags: [a, {b: c}] | tags[1]: takes one value, not a group of settings
                ttl: 1m, query: [~]   | query[0]: has no value
                """)
        void ofARuleAreCheckedOneByOne(String settings, String mistake) {
            assertThat(rule(settings)).isEqualTo("f:2: rules[0]." + mistake);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                namespace: a/b        | namespace: "a/b" must be 1 to 64 letters, digits, dots, hyphens and underscores
                version: three        | version: "three" is not a whole number up to 2147483647
                version: -1           | version: "-1" must not be negative
                honorOrigin: on       | honorOrigin: "on" is neither true nor false
                cacheStatus: a b      | cacheStatus: "a b" must be true, false or a name of letters, digits and -._
                cacheStatus: no       | cacheStatus: "no" must be true, false or a name of letters, digits and -._
                cacheStatus: On       | cacheStatus: "On" must be true, false or a name of letters, digits and -._
                etag: none            | etag: "none" is not one of strong, weak
                targets: [Cache-Control] | targets: "Cache-Control" is not the name of a targeted field, such as CDN-Cache-Control
                memory: 256MiB        | memory: takes settings (maxBytes, maxEntryBytes, maxTags, maxTagsPerEntry), not "256MiB"
                memory: {maxBytes: 1 TB} | memory.maxBytes: "1 TB" is not a size; write e.g. 64KiB, 256MiB, 1MB or a number of bytes
                memory: {maxBytes: 1KiB} | memory.maxBytes: "1KiB" must be at least 64KiB
                memory: {maxBytes: 1e6} | memory.maxBytes: "1e6" is not a size; write e.g. 64KiB, 256MiB, 1MB or a number of bytes
                memory: {maxEntryBytes: 2GiB} | memory.maxEntryBytes: "2GiB" must be from 1 to 1GiB
                memory: {maxBytes: 1MiB, maxEntryBytes: 2MiB} | memory: maxEntryBytes (2097152 bytes) is more than maxBytes (1048576)
                memory: {maxTags: 0}  | memory.maxTags: "0" must be at least 1
                heuristics: {max: 0s} | heuristics.max: "0s" must be more than nothing, at most 365d
                limits: {variants: 0} | limits.variants: "0" must be from 1 to 10000
                limits: {wait: 1h}    | limits.wait: "1h" must be from 0 to 5m
                limits: {waiters: -1} | limits.waiters: "-1" must not be negative
                limits: {loads: 0}    | limits.loads: "0" must be at least 1
                rules: {match: /a}    | rules: takes a list, not a group of settings
                policies: [a]         | policies: takes policies by their names, not a list
                """)
        void ofTheWholeAreCheckedOneByOne(String settings, String mistake) {
            assertThat(Read.mistakes(settings)).containsExactly("f:1: " + mistake);
        }

        @Test
        void aStoreThatIsNoneIsRefusedWithoutTellingItsPassword() {
            assertThat(Read.mistakes("store: redis://user:secret@host:6379/x"))
                    .containsExactly("f:1: store: has a port or database that is no number");
            assertThat(Read.mistakes("store: redis-sentinel://:secret@h1:1"))
                    .containsExactly("f:1: store: ends with the name of the primary, as in redis-sentinel://host:26379/mymaster");
            assertThat(Read.mistakes("store: redis://secret@host"))
                    .containsExactly("f:1: store: has a user without a password; write user:password@ or :password@");
            assertThat(Read.mistakes("store: disk"))
                    .containsExactly("f:1: store: is no store; write memory or, for example, redis://localhost:6379");
        }

        @Test
        void settingsOfRedisAreHeldToTheirRanges() {
            assertThat(Read.mistakes("redis: {pool: 0}")).containsExactly("f:1: redis.pool: \"0\" must be from 1 to 10000");
            assertThat(Read.mistakes("redis: {timeLimit: 0}")).containsExactly("f:1: redis.timeLimit: \"0\" must be from 1ms to 5m");
            assertThat(Read.mistakes("redis: {database: -1}"))
                    .containsExactly("f:1: redis.database: the database must be a number from 0 to 65535");
            assertThat(Read.mistakes("store: redis-cluster://a:1\nredis: {database: 1}"))
                    .containsExactly("f:1: store: a cluster has database 0 only");
            assertThat(Read.mistakes("store: redis://a\nmemory: {maxTagsPerEntry: 1001}"))
                    .containsExactly("f:1: store: maxTagsPerEntry must be from 0 to 1000 with Redis");
            assertThat(Read.mistakes("redis: {passwort: secret}").toString()).contains("did you mean password?").doesNotContain("secret");
        }

        @Test
        void aKeyContributorMustBeAClassThatCanBeMade() {
            String here = Keys.class.getName();

            assertThat(rule("ttl: 1m, key: no.Such")).isEqualTo("f:2: rules[0].key: there is no class \"no.Such\" in the application");
            assertThat(rule("ttl: 1m, key: [java.lang.String]")).isEqualTo("f:2: rules[0].key[0]: \"java.lang.String\" does not implement "
                    + "dev.etagere.response.KeyContributor");
            assertThat(rule("ttl: 1m, key: " + here + "$NoDefault")).endsWith("NoDefault\" must be a public class with a public "
                    + "constructor without parameters");
            assertThat(rule("ttl: 1m, key: " + here + "$Failing")).endsWith("Failing\" failed: java.lang.IllegalStateException: no tenant");
            assertThatThrownBy(() -> Read.yaml("rules: [ { match: /a, ttl: 1m, key: " + here + "$Failing } ]")).satisfies(refused ->
                    assertThat(refused.getSuppressed()).singleElement().satisfies(failed ->
                            assertThat(failed).hasRootCauseMessage("no tenant")));
        }
    }

    @Nested
    class Paths {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                a            | path "a" does not begin with /
                /a/{id       | path "/a/{id": "{id" is neither a word nor a whole {parameter}
                /a/{id}.json | path "/a/{id}.json": "{id}.json" is neither a word nor a whole {parameter}
                /a/*         | path "/a/*": write {name} for one segment, or ** at the end for the rest
                /**/a        | path "/**/a" goes on after **, which stands for all the rest
                /{a...}/b    | path "/{a...}/b" goes on after {a...}, which stands for all the rest
                /{}          | path "/{}" needs a parameter's name between { and }
                /{a b}       | path "/{a b}": {a b} is not a parameter's name
                /{a}/{a}     | path "/{a}/{a}" has {a} twice
                /a//b        | path "/a//b" has an empty segment
                /a?b=c       | path "/a?b=c" has a ?: the query is no part of it (see the setting query)
                /a%20b       | path "/a%20b": paths are compared decoded; write the character itself, not its %-escape
                """)
        void areCheckedWhereTheyAreRead(String path, String mistake) {
            assertThat(Read.mistakes("rules:\n  - { match: '" + path + "', ttl: 1m }")).containsExactly("f:2: rules[0].match: " + mistake);
        }

        @Test
        void bracesThatYamlTakesForItsOwnAreExplained() {
            assertThat(Read.mistakes("rules:\n  - { match: /a/{id}, ttl: 1m }")).containsExactly("f:2: not YAML: expected ',' or '}', but "
                    + "got { (while parsing a flow mapping); a path or tag with braces is to be quoted here, as in \"/products/{id}\"");
        }
    }

    @Nested
    class RulesAsAWhole {

        @Test
        void needAPathAndSomethingToDo() {
            assertThat(Read.mistakes("rules:\n  - { ttl: 1m }")).containsExactly("f:2: rules[0]: needs match, the path that it is for");
            assertThat(Read.mistakes("rules:\n  - { match: /a }"))
                    .containsExactly("f:2: rules[0]: needs ttl, or a policy that has one (or evict, expire, or bypass: true)");
            assertThat(Read.mistakes("rules:\n  - /a")).hasSize(1).first().asString().startsWith("f:2: rules[0]: takes settings (match, ");
        }

        @Test
        void tagsMayUseOnlyParametersThatEveryRequestHas() {
            assertThat(rule("ttl: 1m, tags: ['a:{id}']"))
                    .isEqualTo("f:2: rules[0].tags: the tag \"a:{id}\" has {id}, which is no parameter of the path /a and not listed "
                            + "in query");
            assertThat(rule("ttl: 1m, query: [page], tags: ['a:{id}']")).endsWith("not listed in query (there is: page)");
            assertThat(rule("ttl: 1m, ignoreQuery: [id], tags: ['a:{id}']")).endsWith("not listed in query");
            assertThat(rule("evict: ['a:{id}']"))
                    .isEqualTo("f:2: rules[0].evict: the tag \"a:{id}\" has {id}, which is no parameter of the path /a");
            assertThat(rule("evict: [a], expire: ['a:{id}']")).startsWith("f:2: rules[0].expire: the tag \"a:{id}\" has {id}");
            assertThat(Read.mistakes("policies:\n  p: { ttl: 1m, tags: ['a:{id}'] }\nrules:\n  - { match: /a, policy: p }"))
                    .containsExactly("f:4: rules[0].policy: the tag \"a:{id}\" has {id}, which is no parameter of the path /a and not "
                            + "listed in query");
        }

        @Test
        void doOneThing() {
            assertThat(rule("ttl: 1m, evict: [a]"))
                    .isEqualTo("f:2: rules[0].ttl: is of no use in a rule that evicts; a rule caches, evicts or bypasses");
            assertThat(rule("bypass: true, evict: [a]"))
                    .isEqualTo("f:2: rules[0].evict: is of no use in a rule with bypass: true; a rule caches, evicts or bypasses");
            assertThat(rule("evict: []")).isEqualTo("f:2: rules[0].evict: names no tag");
        }

        @Test
        void cacheGetAlone() {
            String mistake = "f:2: rules[0].methods: a rule that caches is for GET, and HEAD with it; on other methods a rule can evict, "
                    + "expire or bypass";

            assertThat(rule("ttl: 1m, methods: [GET, POST]")).isEqualTo(mistake);
            assertThat(rule("ttl: 1m, methods: [PUT]")).isEqualTo(mistake);
            assertThat(rule("ttl: 1m, methods: [HEAD]")).isEqualTo(mistake);
            assertThat(Read.yaml("rules: [ { match: /a, ttl: 1m, methods: [GET, HEAD] } ]").rules().all()).hasSize(1);
        }

        @Test
        void nameMethodsInUpperCase() {
            assertThat(rule("evict: a, methods: [put]"))
                    .isEqualTo("f:2: rules[0].methods[0]: \"put\" is not a method in upper case, such as PUT");
            assertThat(rule("evict: a, methods: []")).isEqualTo("f:2: rules[0].methods: names no method");
        }

        @Test
        void chooseTheQueryInOneWay() {
            assertThat(rule("ttl: 1m, query: [a], ignoreQuery: [b]"))
                    .isEqualTo("f:2: rules[0].ignoreQuery: query says already which parameters count; give one of the two");
        }

        @Test
        void areRefusedWhereAnEarlierOneLeavesThemNothing() {
            assertThat(Read.mistakes("""
                    rules:
                      - { match: /a/**, ttl: 1m }
                      - { match: /b, ttl: 1m }
                      - { match: "/a/{id}", ttl: 2m }
                    """)).containsExactly("f:4: rules[2]: can never match: rules[0] (/a/**, line 2) comes before it and matches all that "
                            + "/a/{id} does");
            assertThat(Read.mistakes("rules:\n  - { match: /a, ttl: 1m }\n  - { match: /a, ttl: 1m }\n"))
                    .containsExactly("f:3: rules[1]: can never match: rules[0] (/a, line 2) comes before it and matches all that /a does");
        }

        @Test
        void mayShareAPathByMethod() {
            assertThat(Read.yaml("rules: [ { match: /a, ttl: 1m }, { match: /a, evict: x }, { match: /a, evict: x, methods: [LINK] } ]")
                    .rules().all()).hasSize(3);
        }
    }

    @Nested
    class Together {

        @Test
        void allMistakesAreToldAtOnceInTheOrderOfTheFileAndInitParamsLast() {
            assertThatThrownBy(() -> Read.yaml("""
                    rules:
                      - match: /a
                        ttl: never
                        scope: mine
                      - { match: b, evict: x }
                    memory: { maxBytes: much }
                    """, Map.of("version", "x"))).isInstanceOf(ConfigurationException.class).hasMessage("""
                    f:3: rules[0].ttl: "never" is not a duration; write e.g. 30m, 1h or PT30M
                    f:4: rules[0].scope: "mine" is not one of auto, public, user
                    f:5: rules[1].match: path "b" does not begin with /
                    f:6: memory.maxBytes: "much" is not a size; write e.g. 64KiB, 256MiB, 1MB or a number of bytes
                    init-param version: "x" is not a whole number up to 2147483647""");
        }

        @Test
        void aMistakeInAPolicyIsToldOnceHoweverManyRulesUseIt() {
            assertThat(Read.mistakes("policies:\n  p: { ttl: x }\nrules:\n  - { match: /a, policy: p }\n  - { match: /b, policy: p }"))
                    .containsExactly("f:2: policies.p.ttl: \"x\" is not a duration; write e.g. 30m, 1h or PT30M");
        }
    }

    @Nested
    class InitParams {

        @Test
        void areRefusedWhereUnknown() {
            assertThat(Read.mistakes("", Map.of("honourOrigin", "true"))).singleElement().asString().startsWith(
                    "init-param honourOrigin: is not a setting; did you mean honorOrigin? (known here: config, namespace, version, ");
        }

        @Test
        void areRefusedForWhatIsNoSingleValue() {
            assertThat(Read.mistakes("", Map.of("rules", "x"))).containsExactly("init-param rules: can be set in the file only");
        }

        @Test
        void areCheckedAsTheFileIs() {
            Map<String, String> params = new LinkedHashMap<>();
            params.put("honorOrigin", "ja");
            params.put("version", "");

            assertThat(Read.mistakes("version: 1", params)).containsExactlyInAnyOrder("init-param honorOrigin: \"ja\" is neither true nor "
                    + "false", "init-param version: has no value");
        }
    }

    @Nested
    class TheFileItself {

        @TempDir
        Path folder;

        @Test
        void aMissingOneIsToldByName() {
            Path none = folder.resolve("none.yaml");

            assertThatThrownBy(() -> Read.settings().config(none)).isInstanceOf(ConfigurationException.class)
                    .hasMessage(none + ": there is no such file");
        }

        @Test
        void aFolderIsNoFile() {
            assertThatThrownBy(() -> Read.settings().config(folder)).isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith(folder + ": cannot be read: ");
        }

        @Test
        void anotherEncodingIsRefused() throws Exception {
            Path latin = Files.write(folder.resolve("latin.yaml"), "namespace: é".getBytes(StandardCharsets.ISO_8859_1));

            assertThatThrownBy(() -> Read.settings().config(latin)).hasMessage(latin + ": is not UTF-8 text");
        }

        @Test
        void mistakesAreToldWithItsPath() throws Exception {
            Path file = Files.writeString(folder.resolve("etagere.yaml"), "\nversion: x\n");

            assertThatThrownBy(() -> Read.settings().config(file))
                    .hasMessage(file + ":2: version: \"x\" is not a whole number up to 2147483647");
        }

        @Test
        void aGoodOneIsRead() throws Exception {
            Path file = Files.writeString(folder.resolve("etagere.yaml"), "namespace: shop");

            assertThat(Read.settings().config(file).made().namespace()).isEqualTo("shop");
        }
    }
}
