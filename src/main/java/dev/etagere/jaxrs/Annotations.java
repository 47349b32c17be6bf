package dev.etagere.jaxrs;

import jakarta.ws.rs.HttpMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds annotations where JAX-RS looks for its own: on a method, those that it overrides or implements; on a class and what it extends. */
final class Annotations {

    private Annotations() {
    }

    /** The nearest one on the method, or on one that it overrides. */
    static <A extends Annotation> Optional<A> on(Method method, Class<A> type) {
        for (Method one : overridden(method)) {
            A found = one.getAnnotation(type);
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /** The nearest one on the class, its superclasses and interfaces. */
    static <A extends Annotation> Optional<A> on(Class<?> resource, Class<A> type) {
        for (Class<?> one : family(resource)) {
            A found = one.getDeclaredAnnotation(type);
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /** All of a repeatable one that stand together on the nearest method that has any. */
    static <A extends Annotation> List<A> allOn(Method method, Class<A> type) {
        for (Method one : overridden(method)) {
            A[] found = one.getAnnotationsByType(type);
            if (found.length > 0) {
                return List.of(found);
            }
        }
        return List.of();
    }

    /** All of a repeatable one that stand together on the nearest class that has any. */
    static <A extends Annotation> List<A> allOn(Class<?> resource, Class<A> type) {
        for (Class<?> one : family(resource)) {
            A[] found = one.getDeclaredAnnotationsByType(type);
            if (found.length > 0) {
                return List.of(found);
            }
        }
        return List.of();
    }

    /** The nearest one of that name, for annotations that the class path may lack. */
    static Optional<Annotation> named(Method method, String name) {
        return overridden(method).stream().flatMap(one -> Arrays.stream(one.getAnnotations())).filter(a -> isNamed(a, name)).findFirst();
    }

    /** The nearest one of that name, for annotations that the class path may lack. */
    static Optional<Annotation> named(Class<?> resource, String name) {
        return family(resource).stream().flatMap(one -> Arrays.stream(one.getDeclaredAnnotations()))
                .filter(a -> isNamed(a, name)).findFirst();
    }

    private static boolean isNamed(Annotation annotation, String name) {
        return annotation.annotationType().getName().equals(name);
    }

    /** The HTTP methods that a method is designated for; none for a locator, and for what is no resource method. */
    static Set<String> httpMethods(Method method) {
        Set<String> methods = new LinkedHashSet<>();
        for (Method one : overridden(method)) {
            for (Annotation annotation : one.getAnnotations()) {
                HttpMethod designator = annotation.annotationType().getAnnotation(HttpMethod.class);
                if (designator != null) {
                    methods.add(designator.value());
                }
            }
            if (!methods.isEmpty()) {
                break;
            }
        }
        return methods;
    }

    /** The method itself first, then what it overrides in superclasses, then what it implements. */
    static List<Method> overridden(Method method) {
        List<Method> methods = new ArrayList<>();
        methods.add(method);
        for (Class<?> one : family(method.getDeclaringClass())) {
            if (one != method.getDeclaringClass()) {
                for (Method other : one.getDeclaredMethods()) {
                    if (!other.isBridge() && other.getName().equals(method.getName())
                            && Arrays.equals(other.getParameterTypes(), method.getParameterTypes())) {
                        methods.add(other);
                    }
                }
            }
        }
        return methods;
    }

    /** The class, its superclasses but Object, then all interfaces. */
    static List<Class<?>> family(Class<?> type) {
        Set<Class<?>> classes = new LinkedHashSet<>();
        for (Class<?> one = type; one != null && one != Object.class; one = one.getSuperclass()) {
            classes.add(one);
        }
        for (Class<?> one : List.copyOf(classes)) {
            addInterfaces(one, classes);
        }
        return List.copyOf(classes);
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> into) {
        for (Class<?> one : type.getInterfaces()) {
            into.add(one);
            addInterfaces(one, into);
        }
    }
}
