package dev.etagere.jaxrs;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.MatrixParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a resource method, its class and their bean parameters declare to look at. What is passed by other ways, a field of a bean that is
 * injected, say, is not seen.
 */
final class Signature {

    /** Through these a method may look at any part of a request, and nobody can tell which. */
    private static final Map<String, String> OPAQUE = Map.of(
            "jakarta.ws.rs.core.HttpHeaders", "HttpHeaders",
            "jakarta.ws.rs.container.ContainerRequestContext", "ContainerRequestContext",
            "jakarta.servlet.ServletRequest", "ServletRequest",
            "jakarta.servlet.http.HttpServletRequest", "HttpServletRequest",
            "jakarta.servlet.http.HttpSession", "HttpSession");

    /** By which {@code Request.selectVariant} chooses; not every implementation says so in {@code Vary}. */
    private static final Set<String> NEGOTIATED = Set.of("accept", "accept-language", "accept-encoding");

    /** What these make has no end. */
    private static final Set<String> ENDLESS = Set.of("jakarta.ws.rs.sse.SseEventSink", "org.glassfish.jersey.server.ChunkedOutput",
            "org.glassfish.jersey.media.sse.EventOutput", "org.reactivestreams.Publisher", "java.util.concurrent.Flow$Publisher");

    final Set<String> headers = new LinkedHashSet<>();
    final Set<String> query = new LinkedHashSet<>();
    final Set<String> matrix = new LinkedHashSet<>();
    final Set<String> path = new LinkedHashSet<>();
    private boolean cookies;
    private boolean user;
    private boolean writesPast;
    private boolean endless;
    private boolean content;
    private Optional<String> opaque = Optional.empty();

    private Signature() {
    }

    static Signature of(Class<?> resource, Method method) {
        Signature signature = new Signature();
        signature.parameters(method);
        signature.content = takesContent(method);
        signature.type(method.getReturnType());
        signature.members(resource, new HashSet<>());
        return signature;
    }

    /** Of the locators of a resource that may have returned another. */
    static Signature ofLocators(Class<?> resource, Class<?> target) {
        Signature signature = new Signature();
        for (Method method : resource.getMethods()) {
            boolean locates = Annotations.on(method, Path.class).isPresent() && Annotations.httpMethods(method).isEmpty();
            Class<?> returned = method.getReturnType();
            if (locates && (returned.isAssignableFrom(target) || target.isAssignableFrom(returned) || returned == Class.class)) {
                signature.parameters(method);
            }
        }
        signature.members(resource, new HashSet<>());
        return signature;
    }

    private void parameters(Method method) {
        for (Method one : Annotations.overridden(method)) {
            for (Parameter parameter : one.getParameters()) {
                take(parameter, parameter.getType());
            }
        }
    }

    /** A parameter that no declaration of the method says anything of is the request's content (JAX-RS §3.3.2.1). */
    private static boolean takesContent(Method method) {
        List<Method> declarations = Annotations.overridden(method);
        return IntStream.range(0, method.getParameterCount()).anyMatch(index -> declarations.stream()
                .flatMap(one -> Arrays.stream(one.getParameterAnnotations()[index]))
                .allMatch(annotation -> annotation.annotationType().getName().startsWith("jakarta.validation.")));
    }

    private void members(Class<?> type, Set<Class<?>> seen) {
        for (Class<?> one : Annotations.family(type)) {
            if (one.isInterface() || !seen.add(one)) {
                continue;
            }
            for (Field field : one.getDeclaredFields()) {
                take(field, field.getType(), seen);
            }
            for (Constructor<?> constructor : one.getDeclaredConstructors()) {
                for (Parameter parameter : constructor.getParameters()) {
                    take(parameter, parameter.getType(), seen);
                }
            }
            for (Method setter : one.getDeclaredMethods()) {
                if (setter.getParameterCount() == 1 && setter.getAnnotations().length > 0 && Annotations.httpMethods(setter).isEmpty()) {
                    take(setter, setter.getParameterTypes()[0], seen);
                }
            }
        }
    }

    private void take(AnnotatedElement element, Class<?> type) {
        take(element, type, new HashSet<>());
    }

    private void take(AnnotatedElement element, Class<?> type, Set<Class<?>> seen) {
        for (Annotation annotation : element.getAnnotations()) {
            if (annotation instanceof HeaderParam param) {
                header(param.value());
            } else if (annotation instanceof CookieParam) {
                cookies = true;
            } else if (annotation instanceof QueryParam param) {
                query.add(param.value());
            } else if (annotation instanceof MatrixParam param) {
                matrix.add(param.value());
            } else if (annotation instanceof PathParam param) {
                path.add(param.value());
            } else if (annotation instanceof BeanParam) {
                members(type, seen);
            }
        }
        type(type);
    }

    private void header(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("cookie")) {
            cookies = true;
        } else {
            headers.add(lower);
        }
    }

    private void type(Class<?> type) {
        for (Class<?> one : Annotations.family(type)) {
            String name = one.getName();
            if (OPAQUE.containsKey(name) && opaque.isEmpty()) {
                opaque = Optional.of(OPAQUE.get(name));
            }
            if (name.equals("jakarta.ws.rs.core.Request")) {
                headers.addAll(NEGOTIATED);
            }
            endless |= ENDLESS.contains(name);
            user |= name.equals("jakarta.ws.rs.core.SecurityContext") || name.equals("java.security.Principal");
            writesPast |= name.equals("jakarta.servlet.ServletResponse");
        }
    }

    boolean cookies() {
        return cookies;
    }

    boolean user() {
        return user;
    }

    /** What is injected through which anything could be read. */
    Optional<String> opaque() {
        return opaque;
    }

    /** Whether it has a parameter for the content of the request. */
    boolean takesContent() {
        return content;
    }

    /** Whether it gets hold of the container's own response. */
    boolean writesPast() {
        return writesPast;
    }

    /** Whether what it answers has no end. */
    boolean endless() {
        return endless;
    }

    /** The parameters' names in templates, beside those of the path. */
    Set<String> named() {
        Set<String> names = new LinkedHashSet<>(query);
        names.addAll(matrix);
        return names;
    }

    /** The names in a path as {@code @Path} has it: {@code /a/{id: \d+}/{name}}. */
    static List<String> pathParameters(String path) {
        Set<String> names = new LinkedHashSet<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '{' && depth++ == 0) {
                start = i + 1;
            } else if (c == '}' && depth > 0 && --depth == 0) {
                String inside = path.substring(start, i);
                int colon = inside.indexOf(':');
                names.add((colon < 0 ? inside : inside.substring(0, colon)).strip());
            }
        }
        return List.copyOf(names);
    }
}
