package dev.etagere.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.servlet.Browser.Answer;
import jakarta.servlet.Filter;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What the handler looked at, and did beside writing, decides with whom its response is shared")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LookedAtIT {
    private final Map<String, Site.Handler> unshared = unshared();
    private Site site;

    private static Map<String, Site.Handler> unshared() {
        Map<String, Site.Handler> zoo = new LinkedHashMap<>();
        zoo.put("cookies", (request, response) -> response.getWriter().print(request.getCookies() == null));
        zoo.put("cookie-field", (request, response) -> response.getWriter().print(request.getHeader("COOKIE")));
        zoo.put("cookie-fields", (request, response) -> response.getWriter().print(request.getHeaders("cookie").hasMoreElements()));
        zoo.put("session", (request, response) -> response.getWriter().print(request.getSession(false) == null));
        zoo.put("session-id", (request, response) -> response.getWriter().print(request.getRequestedSessionId()));
        zoo.put("new-session", (request, response) -> response.getWriter().print(request.getSession().isNew()));
        zoo.put("address", (request, response) -> response.getWriter().print(request.getRemoteAddr()));
        zoo.put("set-cookie", (request, response) -> {
            response.addCookie(new Cookie("a", "b"));
            response.getWriter().print("cookie");
        });
        zoo.put("set-cookie-field", (request, response) -> {
            response.setHeader("set-cookie", "a=b");
            response.getWriter().print("cookie");
        });
        zoo.put("trailers", (request, response) -> {
            response.setTrailerFields(() -> Map.of("X-End", "1"));
            response.getWriter().print("trailers");
        });
        return zoo;
    }

    @BeforeAll
    void start() throws Exception {
        Site.Builder builder = Site.caching().outside(user());
        unshared.forEach(builder::serve);
        builder.serve("agent", (request, response) -> response.getWriter().print("agent " + request.getHeader("User-Agent")));
        builder.serve("language", (request, response) -> response.getWriter().print(request.getLocale()));
        builder.serve("all", (request, response) -> {
            int fields = 0;
            for (String name : Collections.list(request.getHeaderNames())) {
                fields += name.length();
            }
            response.getWriter().print(fields > 0);
        });
        builder.serve("conditions", (request, response) -> {
            request.getHeader("If-None-Match");
            request.getDateHeader("If-Modified-Since");
            request.getHeaders("Range");
            response.getWriter().print("conditions");
        });
        builder.serve("host", (request, response) -> response.getWriter().print(request.getHeader("Host")));
        builder.serve("forwarded-host", (request, response) -> response.getWriter().print("at " + request.getHeader("X-Forwarded-Host")));
        builder.serve("who", (request, response) -> response.getWriter().print("I am " + request.getRemoteUser()));
        builder.serve("encoded", (request, response) -> response.getWriter().print(response.encodeURL("/plain/x")));
        site = builder.start();
    }

    /** Stands for the container's authentication. */
    private static Filter user() {
        return (request, response, chain) -> {
            String name = ((HttpServletRequest) request).getHeader("X-Test-User");
            chain.doFilter(name == null ? request : new HttpServletRequestWrapper((HttpServletRequest) request) {
                @Override
                public Principal getUserPrincipal() {
                    return () -> name;
                }

                @Override
                public String getRemoteUser() {
                    return name;
                }
            }, response);
        };
    }

    @AfterAll
    void stop() throws Exception {
        site.close();
    }

    Set<String> unsharedNames() {
        return unshared.keySet();
    }

    @ParameterizedTest
    @MethodSource("unsharedNames")
    void isNotShared(String name) {
        Answer plain = site.browser.get("/plain/" + name);
        for (int i = 1; i <= 2; i++) {
            Answer answer = site.browser.get("/cached/" + name);
            assertThat(answer.text()).isEqualTo(plain.text());
            assertThat(answer.fields().containsKey("set-cookie")).isEqualTo(plain.fields().containsKey("set-cookie"));
            assertThat(site.runs("/cached/" + name)).isEqualTo(i);
        }
    }

    @Test
    void fieldThatWasReadByNameTellsVariantsApart() {
        Answer one = site.browser.get("/cached/agent", "User-Agent", "one");
        assertThat(one.field("vary")).isEqualToIgnoringCase("user-agent");
        assertThat(site.browser.get("/cached/agent", "User-Agent", "two").text()).isEqualTo("agent two");
        Answer again = site.browser.get("/cached/agent", "User-Agent", "one");
        assertThat(again.text()).isEqualTo("agent one");
        assertThat(again.isHit()).isTrue();
        assertThat(again.field("vary")).isEqualToIgnoringCase("user-agent");
    }

    @Test
    void localeIsReadFromAcceptLanguage() {
        assertThat(site.browser.get("/cached/language", "Accept-Language", "fr").text()).isEqualTo("fr");
        assertThat(site.browser.get("/cached/language", "Accept-Language", "de").text()).isEqualTo("de");
        assertThat(site.browser.get("/cached/language", "Accept-Language", "fr").isHit()).isTrue();
    }

    @Test
    void unkeyedForwardedHostPoisonsNobody() {
        site.browser.get("/cached/forwarded-host", "X-Forwarded-Host", "evil.example");
        assertThat(site.browser.get("/cached/forwarded-host").text()).isEqualTo("at null");
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void saysNothing(String name) {
        Answer miss = site.browser.get("/cached/" + name);
        assertThat(miss.field("vary")).isEmpty();
        assertThat(site.browser.get("/cached/" + name, "X-Other", "1").isHit()).isTrue();
    }

    static Set<String> harmless() {
        return Set.of("all", "conditions", "host");
    }

    @Test
    void usersHaveTheirOwn() {
        assertThat(site.browser.get("/cached/who", "X-Test-User", "ann").text()).isEqualTo("I am ann");
        assertThat(site.browser.get("/cached/who", "X-Test-User", "bob").text()).isEqualTo("I am bob");
        assertThat(site.browser.get("/cached/who").text()).isEqualTo("I am null");
        Answer again = site.browser.get("/cached/who", "X-Test-User", "ann");
        assertThat(again.text()).isEqualTo("I am ann");
        assertThat(again.isHit()).isTrue();
        assertThat(again.field("cache-control")).contains("private");
    }

    @Test
    void urlThatIsEncodedForASessionIsNotShared() {
        Answer plain = site.browser.get("/plain/new-session");
        String session = plain.field("set-cookie").split("[=;]")[1];
        site.browser.get("/cached/encoded;jsessionid=" + session);
        assertThat(site.browser.get("/cached/encoded").text()).isEqualTo("/plain/x");
    }
}
