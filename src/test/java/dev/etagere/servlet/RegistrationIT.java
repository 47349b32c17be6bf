package dev.etagere.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.Etagere;
import dev.etagere.servlet.Browser.Answer;
import dev.etagere.servlet.container.Container;
import dev.etagere.servlet.container.WebApp;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The filter works the same from web.xml and from code, and a mistake stops the start")
class RegistrationIT {
    private static final String RULES = "rules:\n  - { match: /hello, ttl: 1h }\n";

    @TempDir
    Path root;

    /** Named by {@code web.xml}. */
    public static final class Hello extends HttpServlet {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("hello at " + System.nanoTime());
        }
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void writeWebXml(String parameters) throws IOException {
        write("WEB-INF/web.xml", """
                <?xml version="1.0" encoding="UTF-8"?>
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                  <filter>
                    <filter-name>cache</filter-name>
                    <filter-class>dev.etagere.servlet.CacheFilter</filter-class>
                    <async-supported>true</async-supported>
                    %s
                  </filter>
                  <filter-mapping>
                    <filter-name>cache</filter-name>
                    <url-pattern>/*</url-pattern>
                    <dispatcher>REQUEST</dispatcher>
                    <dispatcher>ASYNC</dispatcher>
                  </filter-mapping>
                  <servlet>
                    <servlet-name>hello</servlet-name>
                    <servlet-class>%s</servlet-class>
                  </servlet>
                  <servlet-mapping>
                    <servlet-name>hello</servlet-name>
                    <url-pattern>/hello</url-pattern>
                  </servlet-mapping>
                </web-app>
                """.formatted(parameters, Hello.class.getName()));
    }

    private static String parameter(String name, String value) {
        return "<init-param><param-name>" + name + "</param-name><param-value>" + value + "</param-value></init-param>";
    }

    private static void caches(Container container) {
        Browser browser = new Browser(container.port());
        Answer miss = browser.get("/hello");
        assertThat(miss.isHit()).isFalse();
        Answer hit = browser.get("/hello");
        assertThat(hit.isHit()).isTrue();
        assertThat(hit.body()).isEqualTo(miss.body());
    }

    private WebApp inCode(CacheFilter filter, Map<String, String> parameters, AtomicReference<ServletContext> seen) {
        return WebApp.of(root, context -> {
            seen.set(context);
            FilterRegistration.Dynamic registration = context.addFilter("cache", filter);
            registration.setInitParameters(parameters);
            registration.setAsyncSupported(true);
            registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), false, "/*");
            context.addServlet("hello", new Hello()).addMapping("/hello");
        });
    }

    @Test
    void fromWebXmlWithItsFileInWebInf() throws Exception {
        writeWebXml("");
        write("WEB-INF/etagere.yaml", RULES);
        try (Container container = Container.start(WebApp.fromWebXml(root))) {
            caches(container);
        }
    }

    @Test
    void initParameterOverridesTheFile() throws Exception {
        writeWebXml(parameter("config", "/WEB-INF/other.yaml") + parameter("cacheStatus", "true"));
        write("WEB-INF/other.yaml", "cacheStatus: false\n" + RULES);
        try (Container container = Container.start(WebApp.fromWebXml(root))) {
            caches(container);
            assertThat(new Browser(container.port()).get("/hello").field("cache-status")).contains("hit");
        }
    }

    @Test
    void fromCodeWithAFileOnDisk() throws Exception {
        write("elsewhere.yaml", RULES);
        AtomicReference<ServletContext> context = new AtomicReference<>();
        Map<String, String> parameters = Map.of("config", root.resolve("elsewhere.yaml").toString());
        try (Container container = Container.start(inCode(new CacheFilter(), parameters, context))) {
            caches(container);
            assertThat(CacheFilter.etagere(context.get())).isNotNull();
        }
    }

    @Test
    void fromCodeWithAFileOnTheClassPath() throws Exception {
        AtomicReference<ServletContext> context = new AtomicReference<>();
        try (Container container = Container.start(inCode(new CacheFilter(), Map.of("config", "hello.yaml"), context))) {
            caches(container);
        }
    }

    @Test
    void fromCodeWithACacheMadeBefore() throws Exception {
        AtomicReference<ServletContext> context = new AtomicReference<>();
        try (Etagere etagere = Etagere.builder().rule("/hello", policy -> policy.ttl(Duration.ofHours(1))).build()) {
            try (Container container = Container.start(inCode(new CacheFilter(etagere), Map.of(), context))) {
                caches(container);
                assertThat(CacheFilter.etagere(context.get())).isSameAs(etagere);
            }
            try (Container container = Container.start(inCode(new CacheFilter(etagere), Map.of(), context))) {
                assertThat(new Browser(container.port()).get("/hello").status()).as("still open").isEqualTo(200);
            }
        }
    }

    @Test
    void takesTheCacheThatTheApplicationHasPublished() throws Exception {
        AtomicReference<ServletContext> context = new AtomicReference<>();
        try (Etagere etagere = Etagere.builder().rule("/hello", policy -> policy.ttl(Duration.ofHours(1))).build()) {
            WebApp app = inCode(new CacheFilter(), Map.of(), context);
            WebApp publishing = WebApp.of(root, servletContext -> {
                CacheFilter.publish(servletContext, etagere);
                app.setup().register(servletContext);
            });
            try (Container container = Container.start(publishing)) {
                caches(container);
                assertThat(CacheFilter.etagere(context.get())).isSameAs(etagere);
            }
        }
    }

    @Test
    void unknownSettingStopsTheStart() throws Exception {
        writeWebXml("");
        write("WEB-INF/etagere.yaml", "namspace: shop\n" + RULES);
        assertStops("/WEB-INF/etagere.yaml:1: namspace: is not a setting; did you mean namespace?");
    }

    @Test
    void missingFileStopsTheStart() throws Exception {
        writeWebXml(parameter("config", "/WEB-INF/missing.yaml"));
        assertStops("/WEB-INF/missing.yaml: there is no such file");
        writeWebXml("");
        assertStops("/WEB-INF/etagere.yaml: there is no such file");
    }

    /** Tomcat tells the reason to its log alone. */
    private void assertStops(String reason) {
        assertThatThrownBy(() -> Container.start(WebApp.fromWebXml(root)))
                .hasStackTraceContaining(Container.isJetty() ? reason : "The application did not start");
    }

    @Test
    void initParametersAloneAreEnough() throws Exception {
        writeWebXml(parameter("honorOrigin", "true"));
        try (Container container = Container.start(WebApp.fromWebXml(root))) {
            assertThat(new Browser(container.port()).get("/hello").status()).isEqualTo(200);
        }
    }
}
