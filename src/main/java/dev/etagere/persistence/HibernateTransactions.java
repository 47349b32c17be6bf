package dev.etagere.persistence;

import dev.etagere.Etagere;
import dev.etagere.cache.Fence;
import dev.etagere.cache.FenceScope;
import dev.etagere.event.CommitHook;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.resource.transaction.internal.TransactionCoordinatorBuilderInitiator;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorBuilder;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorOwner;
import org.hibernate.service.spi.ServiceContributor;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Knows when Hibernate's transactions begin and end, resource-local ones and those that it joins. While one is under way, what is loaded
 * on its thread is as old as the session: the database may show the transaction an older snapshot, and the session may hold entities that
 * it loaded before. Found by Hibernate itself; there is nothing to configure.
 */
public final class HibernateTransactions implements ServiceContributor, CommitHook {

    /** Held by their sessions, not by the thread: another one may end them, or nobody, and the thread may serve other applications then. */
    private static final ThreadLocal<Deque<WeakReference<Tracked>>> UNDER_WAY = new ThreadLocal<>();

    /** For Hibernate, and for events. */
    public HibernateTransactions() {
    }

    @Override
    public void contribute(StandardServiceRegistryBuilder registry) {
        registry.addInitiator(new Initiator());
    }

    /** A session that was closed with its transaction left open counts for nothing: the transaction may never end. */
    @Override
    public boolean afterCommit(Runnable action) {
        Deque<WeakReference<Tracked>> open = UNDER_WAY.get();
        if (open == null) {
            return false;
        }
        for (WeakReference<Tracked> each : open) {
            @Nullable Tracked tracked = each.get();
            if (tracked == null) {
                continue;
            }
            SharedSessionContractImplementor session = tracked.session();
            if (session.isOpen() && session.isTransactionInProgress()) {
                TransactionChanges.of(session, tracked.caches).afterCommit(action);
                return true;
            }
        }
        return false;
    }

    private static final class Initiator implements StandardServiceInitiator<TransactionCoordinatorBuilder> {

        @Override
        public Class<TransactionCoordinatorBuilder> getServiceInitiated() {
            return TransactionCoordinatorBuilder.class;
        }

        @Override
        public TransactionCoordinatorBuilder initiateService(Map<String, Object> settings, ServiceRegistryImplementor registry) {
            return tracking(TransactionCoordinatorBuilderInitiator.INSTANCE.initiateService(settings, registry), Caches.of(settings));
        }
    }

    /** The builder as it is, but that it builds for owners whose transactions pass by here. */
    private static TransactionCoordinatorBuilder tracking(TransactionCoordinatorBuilder actual, Caches caches) {
        return proxy(TransactionCoordinatorBuilder.class, actual, (method, arguments) -> {
            if (method.getName().equals("buildTransactionCoordinator") && arguments != null
                    && arguments[0] instanceof TransactionCoordinatorOwner owner) {
                arguments[0] = new Tracked(owner, caches).proxy();
            }
            return invoke(actual, method, arguments);
        });
    }

    /** With all interfaces of the actual object: Hibernate looks for more of them than it declares. */
    private static <T> T proxy(Class<T> as, T actual, Call call) {
        Set<Class<?>> interfaces = new LinkedHashSet<>();
        for (Class<?> type = actual.getClass(); type != null; type = type.getSuperclass()) {
            interfaces.addAll(List.of(type.getInterfaces()));
        }
        return as.cast(Proxy.newProxyInstance(actual.getClass().getClassLoader(), interfaces.toArray(Class<?>[]::new),
                (proxy, method, arguments) -> call.run(method, arguments)));
    }

    private static @Nullable Object invoke(Object actual, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(actual, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** A call of a proxy. */
    @FunctionalInterface
    private interface Call {
        @Nullable Object run(Method method, Object @Nullable [] arguments) throws Throwable;
    }

    /** A session's transactions. The fences are those of the session's opening: nothing that it holds is older. */
    private static final class Tracked {
        private final TransactionCoordinatorOwner owner;
        private final Caches caches;
        private final Map<Etagere, Fence> fences = new LinkedHashMap<>();
        private final List<FenceScope> scopes = new ArrayList<>();

        Tracked(TransactionCoordinatorOwner owner, Caches caches) {
            this.owner = owner;
            this.caches = caches;
            for (Etagere etagere : caches.all()) {
                fences.put(etagere, etagere.fence());
            }
        }

        /** The owner as it is, but that transactions pass by here. */
        TransactionCoordinatorOwner proxy() {
            return HibernateTransactions.proxy(TransactionCoordinatorOwner.class, owner, this::call);
        }

        private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
            switch (method.getName()) {
                case "startTransactionBoundary", "afterTransactionBegin" -> begin();
                default -> { }
            }
            try {
                return invoke(owner, method, arguments);
            } finally {
                if (method.getName().equals("afterTransactionCompletion")) {
                    end();
                }
            }
        }

        private synchronized void begin() {
            if (scopes.isEmpty()) {
                WeakReference<SharedSessionContractImplementor> session = new WeakReference<>(session());
                for (Etagere etagere : caches.all()) {
                    scopes.add(etagere.fenceScope(fences.computeIfAbsent(etagere, Etagere::fence), () -> isOpen(session.get())));
                }
                Deque<WeakReference<Tracked>> open = UNDER_WAY.get();
                if (open == null) {
                    open = new ArrayDeque<>();
                    UNDER_WAY.set(open);
                }
                open.removeIf(each -> isMineOrOver(each.get()));
                open.push(new WeakReference<>(this));
            }
        }

        private synchronized void end() {
            scopes.forEach(FenceScope::close);
            scopes.clear();
            Deque<WeakReference<Tracked>> open = UNDER_WAY.get();
            if (open != null && open.removeIf(each -> isMineOrOver(each.get())) && open.isEmpty()) {
                UNDER_WAY.remove();
            }
        }

        private boolean isMineOrOver(@Nullable Tracked tracked) {
            return tracked == null || tracked == this || tracked.session().isClosed();
        }

        private static boolean isOpen(@Nullable SharedSessionContractImplementor session) {
            return session != null && session.isOpenOrWaitingForAutoClose();
        }

        SharedSessionContractImplementor session() {
            return (SharedSessionContractImplementor) owner.getJdbcSessionOwner();
        }
    }
}
