package dev.etagere.jaxrs;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether what a request accepts has a say in what it gets. */
final class Negotiation {

    private Negotiation() {
    }

    /** It has where a method can produce several media types, leaves them open, or shares its path with a method that produces others. */
    static boolean hangsOnAccept(Class<?> resource, Method method) {
        Set<String> types = produced(resource, method);
        if (types.size() != 1 || types.iterator().next().contains("*")) {
            return true;
        }
        for (Method other : resource.getMethods()) {
            if (!other.equals(method) && Annotations.httpMethods(other).contains("GET") && path(other).equals(path(method))
                    && !produced(resource, other).equals(types)) {
                return true;
            }
        }
        return false;
    }

    private static String path(Method method) {
        return Annotations.on(method, Path.class).map(path -> path.value().replaceAll("^/|/$", "")).orElse("");
    }

    private static Set<String> produced(Class<?> resource, Method method) {
        List<String> declared = Annotations.on(method, Produces.class).or(() -> Annotations.on(resource, Produces.class))
                .map(produces -> List.of(produces.value())).orElse(List.of());
        Set<String> types = new LinkedHashSet<>();
        for (String value : declared) {
            Arrays.stream(value.split(",")).map(String::strip).forEach(types::add);
        }
        return types;
    }
}
