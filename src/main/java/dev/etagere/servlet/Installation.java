package dev.etagere.servlet;

import dev.etagere.Etagere;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes an application's cache from what its filter is configured with. */
final class Installation {
    private static final String PARAMETER = "config";
    private static final String DEFAULT = "/WEB-INF/etagere.yaml";

    private Installation() {
    }

    /** @throws ServletException with a line for each mistake, which stops the start */
    static Etagere create(FilterConfig config) throws ServletException {
        Map<String, String> parameters = new TreeMap<>();
        Enumeration<String> names = config.getInitParameterNames();
        while (names.hasMoreElements()) {
            String name = names.nextElement();
            parameters.put(name, config.getInitParameter(name));
        }
        @Nullable String given = parameters.remove(PARAMETER);
        String location = given == null ? DEFAULT : given.trim();
        ServletContext context = config.getServletContext();
        Optional<String> yaml = read(location, context);
        if (yaml.isEmpty() && (given != null || parameters.isEmpty())) {
            throw new ServletException(location + ": there is no such file in the application, on the class path or on disk; "
                    + "the init-param " + PARAMETER + " of the filter "
                    + config.getFilterName() + " takes where the configuration is, by default " + DEFAULT);
        }
        try {
            return Etagere.open(yaml.orElse(""), location, parameters, loader());
        } catch (IllegalArgumentException e) {
            throw new ServletException(e.getMessage(), e);
        }
    }

    private static Optional<String> read(String location, ServletContext context) throws ServletException {
        try (@Nullable InputStream in = find(location, context)) {
            return in == null ? Optional.empty()
                    : Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(in.readAllBytes())).toString());
        } catch (CharacterCodingException e) {
            throw new ServletException(location + ": is not UTF-8 text", e);
        } catch (IOException e) {
            throw new ServletException(location + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static @Nullable InputStream find(String location, ServletContext context) throws IOException {
        if (location.startsWith("/")) {
            @Nullable InputStream resource = context.getResourceAsStream(location);
            if (resource != null) {
                return resource;
            }
        }
        @Nullable InputStream onClassPath = loader().getResourceAsStream(location.startsWith("/") ? location.substring(1) : location);
        if (onClassPath != null) {
            return onClassPath;
        }
        try {
            Path file = Path.of(location);
            return Files.isRegularFile(file) ? Files.newInputStream(file) : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static ClassLoader loader() {
        @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context != null ? context : CacheFilter.class.getClassLoader();
    }
}
