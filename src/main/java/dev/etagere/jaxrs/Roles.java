package dev.etagere.jaxrs;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What Jakarta Annotations say of who may call a method. Read by name, since applications without them need no such dependency.
 *
 * @param names the roles of which a caller must have one; none: everyone may call
 * @param denied whether nobody may
 */
record Roles(Set<String> names, boolean denied) {

    private static final String PACKAGE = "jakarta.annotation.security.";
    private static final Roles EVERYONE = new Roles(Set.of(), false);

    static Roles of(Class<?> resource, Method method) {
        if (Annotations.named(method, PACKAGE + "DenyAll").isPresent()) {
            return new Roles(Set.of(), true);
        }
        if (Annotations.named(method, PACKAGE + "PermitAll").isPresent()) {
            return EVERYONE;
        }
        Optional<Annotation> own = Annotations.named(method, PACKAGE + "RolesAllowed");
        if (own.isPresent()) {
            return new Roles(values(own.get()), false);
        }
        if (Annotations.named(resource, PACKAGE + "DenyAll").isPresent()) {
            return new Roles(Set.of(), true);
        }
        return Annotations.named(resource, PACKAGE + "RolesAllowed").map(found -> new Roles(values(found), false)).orElse(EVERYONE);
    }

    private static Set<String> values(Annotation rolesAllowed) {
        try {
            return Set.copyOf(List.of((String[]) rolesAllowed.annotationType().getMethod("value").invoke(rolesAllowed)));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(rolesAllowed + " has no value", e);
        }
    }
}
