package dev.etagere.jaxrs;

import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plans of an application's resource methods: those that can be found at the start are made, and checked, then; those of resources that
 * only a locator knows, when they are first asked for. Safe for use by many threads.
 */
final class Plans {

    private static final Logger LOG = LoggerFactory.getLogger(CachedFeature.class);
    private static final MethodPlan PLAIN = new MethodPlan.Plain();

    private final PlanReader reader;
    private final Map<Key, MethodPlan> plans = new ConcurrentHashMap<>();
    private final Map<Located, MethodPlan.Caches> located = new ConcurrentHashMap<>();
    private final Set<Class<?>> checked = ConcurrentHashMap.newKeySet();

    private record Key(Class<?> resource, Method method) {
    }

    private record Located(Class<?> resource, Method method, Way way) {
    }

    Plans(PlanReader reader) {
        this.reader = reader;
    }

    /**
     * Makes the plans of a class and of those that its locators name as what they return.
     *
     * @throws MistakesException with a line for each mistake
     */
    void check(Class<?> resource) {
        if (checked.add(resource)) {
            List<String> mistakes = new ArrayList<>();
            Set<String> path = new HashSet<>();
            Annotations.on(resource, Path.class).ifPresent(at -> path.addAll(Signature.pathParameters(at.value())));
            boolean root = Annotations.on(resource, Path.class).isPresent();
            check(resource, root ? Optional.of(path) : Optional.empty(), mistakes, new HashSet<>());
            if (!mistakes.isEmpty()) {
                checked.remove(resource);
                throw new MistakesException(mistakes);
            }
        }
    }

    private void check(Class<?> resource, Optional<Set<String>> path, List<String> mistakes, Set<Class<?>> above) {
        if (!above.add(resource)) {
            return;
        }
        for (Method method : resource.getMethods()) {
            if (method.isBridge() || method.getDeclaringClass() == Object.class) {
                continue;
            }
            Optional<String> own = Annotations.on(method, Path.class).map(Path::value);
            Optional<Set<String>> whole = path.map(names -> {
                Set<String> all = new HashSet<>(names);
                own.ifPresent(value -> all.addAll(Signature.pathParameters(value)));
                return all;
            });
            boolean locates = own.isPresent() && Annotations.httpMethods(method).isEmpty();
            plans.put(new Key(resource, method), reader.read(resource, method, whole, mistakes));
            if (locates && !method.getReturnType().getName().startsWith("java.")) {
                check(method.getReturnType(), whole, mistakes, above);
            }
        }
        above.remove(resource);
    }

    /** The plan of a method; nothing is cached where its annotations turn out to be wrong only now. */
    MethodPlan of(Class<?> resource, Method method) {
        MethodPlan known = plans.get(new Key(resource, method));
        return known != null ? known : plans.computeIfAbsent(new Key(resource, method), key -> late(resource, method));
    }

    /**
     * The plan of a cached method as it was reached.
     *
     * @param way empty where that cannot be told: then nothing is kept
     */
    MethodPlan.Caches reached(MethodPlan.Caches plan, Class<?> resource, Method method, Optional<Way> way) {
        if (way.isEmpty()) {
            return plan.unshared("locator");
        }
        return way.get().equals(Way.DIRECT) ? plan
                : located.computeIfAbsent(new Located(resource, method, way.get()), key -> warned(way.get().apply(plan), plan, key));
    }

    private static MethodPlan.Caches warned(MethodPlan.Caches reached, MethodPlan.Caches plan, Located key) {
        if (reached.unshared().isPresent() && plan.unshared().isEmpty()) {
            LOG.warn("{}.{} has @Cached, but is not cached where it is reached by {}: a locator there looks at what does not tell "
                    + "responses apart. Let the annotation name that in query, vary or key, or say scope = PUBLIC or USER",
                    key.resource().getName(), key.method().getName(), key.way().steps());
        }
        return reached;
    }

    private MethodPlan late(Class<?> resource, Method method) {
        List<String> mistakes = new ArrayList<>();
        MethodPlan plan = reader.read(resource, method, Optional.empty(), mistakes);
        if (!mistakes.isEmpty()) {
            Faults.report("reading annotations", new MistakesException(mistakes));
            return PLAIN;
        }
        return plan;
    }
}
