package dev.etagere.jaxrs;

import dev.etagere.Etagere;
import dev.etagere.Published;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Caches the responses of resources with {@link Cached}, and evicts after methods with {@link Evict}. To be registered with the JAX-RS
 * application: inside a servlet container as a class, where it finds the cache of the application's {@code CacheFilter}; elsewhere as an
 * instance that was given its cache.
 */
public final class CachedFeature implements Feature {

    /** Request filters run in rising order of their priorities. */
    private static final int LAST = Integer.MAX_VALUE;

    /** Response filters run in falling order, and interceptors are around those that come after them. Jersey takes 0 and less for none. */
    private static final int INNERMOST = Integer.MAX_VALUE;
    private static final int OUTERMOST = 1;

    private final Optional<Etagere> given;
    private final List<Object> instances = new ArrayList<>();

    /** Uses the application's cache, which its {@code CacheFilter} has made, or has been given, before the JAX-RS application starts. */
    public CachedFeature() {
        this.given = Optional.empty();
    }

    /** Uses this cache, which whoever made it closes. */
    public CachedFeature(Etagere etagere) {
        this.given = Optional.of(etagere);
    }

    /**
     * Instances of classes that annotations name: key parts, validators, conditions, tag contributors. Of classes that are not here, a CDI
     * bean is taken, or one is made with the constructor that has no parameters.
     */
    public CachedFeature using(Object... named) {
        instances.addAll(List.of(named));
        return this;
    }

    /**
     * Registers what it takes.
     *
     * @throws IllegalStateException where there is no cache
     */
    @Override
    public boolean configure(FeatureContext context) {
        if (context.getConfiguration().isRegistered(LookupFilter.class)) {
            return false;
        }
        Etagere etagere = given.or(() -> ofApplication(Published::find)).orElseThrow(() -> new IllegalStateException(
                "CachedFeature has found no cache: " + ofApplication(Published::refusal).map(why -> "CacheFilter did not start. " + why)
                .orElse("the application has no CacheFilter, or none that was initialised before it. Register "
                + "new CachedFeature(etagere) instead, or call CacheFilter.publish before")));
        Plans plans = new Plans(new PlanReader(etagere.policies(), new Instances(instances)));
        context.register(new StartCheck(plans));
        context.register(new MarkFilter(), LAST);
        context.register(new LookupFilter(etagere.responses(), plans), LAST);
        context.register(new FirstResponseFilter(), INNERMOST);
        context.register(new LastResponseFilter(etagere.events()::afterCommit, etagere.responses().tagHeaders()), OUTERMOST);
        context.register(new BodyInterceptor(), INNERMOST);
        context.register(new ReplayWriter());
        if (context.getConfiguration().getClass().getName().startsWith("org.apache.cxf.")) {
            context.register(new CxfFailures(), LAST);
        }
        return true;
    }

    private static <T> Optional<T> ofApplication(Function<ClassLoader, Optional<T>> find) {
        @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
        return Optional.ofNullable(context).flatMap(find).or(() -> find.apply(CachedFeature.class.getClassLoader()));
    }
}
