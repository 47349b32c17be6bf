package dev.etagere;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * The caches of applications, by their class loaders: where those parts find it that get to see neither the servlet context nor each other.
 * {@code CacheFilter} publishes the one of its application. Nothing is kept alive by being here. Safe for use by many threads.
 */
public final class Published {

    private static final Map<ClassLoader, WeakReference<Etagere>> CACHES = new WeakHashMap<>();
    private static final Map<ClassLoader, String> REFUSALS = new WeakHashMap<>();

    private Published() {
    }

    /** From now on this is the cache of the application that has this class loader. */
    public static void publish(ClassLoader application, Etagere etagere) {
        synchronized (CACHES) {
            CACHES.put(application, new WeakReference<>(etagere));
            REFUSALS.remove(application);
        }
    }

    /** The application was to have a cache, and has none for this reason; who looks for it in vain can tell why. */
    public static void refuse(ClassLoader application, String reason) {
        synchronized (CACHES) {
            REFUSALS.put(application, reason);
        }
    }

    /** Why the application has no cache, where it was to have one. */
    public static Optional<String> refusal(ClassLoader application) {
        synchronized (CACHES) {
            return Optional.ofNullable(REFUSALS.get(application));
        }
    }

    /** The application has it no longer; harmless where it has another by now. */
    public static void withdraw(ClassLoader application, Etagere etagere) {
        synchronized (CACHES) {
            WeakReference<Etagere> there = CACHES.get(application);
            if (there != null && there.get() == etagere) {
                CACHES.remove(application);
            }
        }
    }

    /** The cache of the application that has this class loader; those of its parents are other applications'. */
    public static Optional<Etagere> find(ClassLoader application) {
        synchronized (CACHES) {
            WeakReference<Etagere> there = CACHES.get(application);
            return there == null ? Optional.empty() : Optional.ofNullable(there.get());
        }
    }
}
