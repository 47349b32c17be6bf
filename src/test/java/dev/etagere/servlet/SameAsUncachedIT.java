package dev.etagere.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.servlet.Browser.Answer;
import dev.etagere.servlet.Site.Handler;
import dev.etagere.servlet.container.Container;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A cached response is the same as the uncached one: status, fields but for those of caching, bytes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameAsUncachedIT {
    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding", "connection", "keep-alive", "date");
    private static final Set<String> CACHING = Set.of("age", "etag", "cache-control", "vary");

    private final Map<String, Handler> storable = Zoo.storable();
    private final Map<String, Handler> others = Zoo.others();
    private Site site;

    @BeforeAll
    void start() throws Exception {
        // Jetty's stream prints in the encoding of the response, Tomcat's refuses what is not in ISO-8859-1.
        (Container.isJetty() ? storable : others).put("unprintable", Zoo.UNPRINTABLE);
        Site.Builder builder = Site.caching();
        storable.forEach(builder::serve);
        others.forEach(builder::serve);
        builder.at("/plain/inner", (request, response) -> {
            response.setHeader("X-Inner", "yes");
            response.getWriter().print("inner " + request.getDispatcherType());
        });
        site = builder.start();
    }

    @AfterAll
    void stop() throws Exception {
        site.close();
    }

    Set<String> storableNames() {
        return storable.keySet();
    }

    Set<String> otherNames() {
        return others.keySet();
    }

    @ParameterizedTest
    @MethodSource("storableNames")
    void missAndHitAreTheSameAsWithoutCache(String name) {
        Answer plain = site.browser.get("/plain/" + name);
        Answer miss = site.browser.get("/cached/" + name);
        same(plain, miss);
        Answer hit = site.browser.get("/cached/" + name);
        assertThat(hit.fields()).as("a hit").containsKey("age");
        same(plain, hit);
    }

    @ParameterizedTest
    @MethodSource("otherNames")
    void whatIsNotStoredIsTheSameAsWithoutCache(String name) {
        Answer plain = site.browser.get("/plain/" + name);
        same(plain, site.browser.get("/cached/" + name));
        int runs = site.runs("/cached/" + name);
        same(plain, site.browser.get("/cached/" + name));
        assertThat(site.runs("/cached/" + name)).as("runs").isEqualTo(runs + 1);
    }

    @ParameterizedTest
    @MethodSource("storableNames")
    void headIsTheSameAsWithoutCacheOnMissAndOnHit(String name) {
        if (name.startsWith("async-bytes")) {
            return;
        }
        Answer plain = site.browser.ask("HEAD", "/plain/" + name);
        sameHead(plain, site.browser.ask("HEAD", "/cached/" + name + "?head"));
        site.browser.get("/cached/" + name + "?head");
        Answer hit = site.browser.ask("HEAD", "/cached/" + name + "?head");
        assertThat(hit.fields()).as("a hit").containsKey("age");
        sameHead(plain, hit);
    }

    private static void sameHead(Answer plain, Answer cached) {
        assertThat(cached.status()).isEqualTo(plain.status());
        assertThat(cached.body()).isEmpty();
        assertThat(cached.field("content-type")).isEqualTo(plain.field("content-type"));
    }

    static void same(Answer plain, Answer cached) {
        assertThat(cached.status()).as("status").isEqualTo(plain.status());
        if (!isErrorPage(plain)) {
            assertThat(cached.body()).as("body").isEqualTo(plain.body());
        }
        assertThat(comparable(cached, plain)).as("fields").isEqualTo(comparable(plain, plain));
    }

    /** A container's error page names the path. */
    private static boolean isErrorPage(Answer answer) {
        return answer.status() >= 400 && answer.field("content-type").startsWith("text/html") && answer.text().contains("<");
    }

    private static Map<String, List<String>> comparable(Answer answer, Answer plain) {
        Map<String, List<String>> fields = new TreeMap<>(answer.fields());
        fields.keySet().removeIf(name -> FRAMING.contains(name.toLowerCase(Locale.ROOT))
                || CACHING.contains(name.toLowerCase(Locale.ROOT)) && !plain.fields().containsKey(name));
        fields.computeIfPresent("location", (name, values) -> values.stream().map(value -> value.replace("/cached/", "/plain/")).toList());
        if (plain.field("cache-control").isEmpty() || plain.status() == 200) {
            fields.remove("vary");
        }
        return fields;
    }

    @Nested
    class Encodings {

        /** Containers never write the escape that ends such a text; the copy here does. */
        @Test
        void statefulEncodingReadsTheSame() throws Exception {
            Handler japanese = (request, response) -> {
                response.setContentType("text/plain;charset=ISO-2022-JP");
                response.getWriter().write("日本語 and 日本");
            };
            try (Site own = Site.caching().serve("jp", japanese).start()) {
                String plain = new String(own.browser.get("/plain/jp").body(), "ISO-2022-JP");
                assertThat(new String(own.browser.get("/cached/jp").body(), "ISO-2022-JP")).isEqualTo(plain);
                Answer hit = own.browser.get("/cached/jp");
                assertThat(hit.isHit()).isTrue();
                assertThat(new String(hit.body(), "ISO-2022-JP")).isEqualTo(plain).isEqualTo("日本語 and 日本");
            }
        }
    }

    @Test
    void runsOnTheContainerThatItSays() {
        String api = HttpServletResponse.class.getPackage().getImplementationVersion();
        boolean newer = Arrays.stream(HttpServletResponse.class.getMethods())
                .anyMatch(method -> method.getName().equals("sendRedirect") && method.getParameterCount() == 3);
        assertThat(newer).as("Servlet 6.1 (%s) on %s", api, Container.name())
                .isEqualTo(Set.of("jetty-ee11", "tomcat-11").contains(Container.name()));
    }
}
