package dev.etagere.cache;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * While it is open, loads that begin on the thread that opened it have a fence no later than this one: they may see the data as it was
 * then, as in a database transaction that began there. Scopes may lie in one another; the oldest fence counts. It may be closed by any
 * thread, more than once.
 */
public final class FenceScope implements AutoCloseable {

    private final Fence fence;
    private final @Nullable FenceScope outer;
    private final BooleanSupplier holds;
    private final AtomicReference<@Nullable FenceScope> innermost;
    private volatile boolean closed;

    private FenceScope(Fence fence, @Nullable FenceScope outer, BooleanSupplier holds, AtomicReference<@Nullable FenceScope> innermost) {
        this.fence = fence;
        this.outer = outer;
        this.holds = holds;
        this.innermost = innermost;
    }

    /** The fence that loads have at the latest. */
    public Fence fence() {
        return fence;
    }

    /** From now on this scope says nothing about loads that begin. */
    @Override
    public void close() {
        closed = true;
        innermost.updateAndGet(scope -> {
            FenceScope first = scope;
            while (first != null && first.closed) {
                first = first.outer;
            }
            return first;
        });
    }

    private boolean isOpen() {
        if (!closed && !holds.getAsBoolean()) {
            closed = true;
        }
        return !closed;
    }

    /**
     * The scopes of each thread. Threads may outlive the cache, and its classes, so what they keep is a place of the JDK's own, which is
     * emptied by whoever closes the scope, and when the cache ends.
     */
    static final class Threads implements AutoCloseable {

        private final Set<AtomicReference<@Nullable FenceScope>> places = Collections.newSetFromMap(new WeakHashMap<>());
        private final ThreadLocal<AtomicReference<@Nullable FenceScope>> place = new ThreadLocal<>();

        FenceScope open(Fence fence, BooleanSupplier holds) {
            @Nullable FenceScope outer = innermostOpen();
            AtomicReference<@Nullable FenceScope> mine = place.get();
            if (mine == null) {
                mine = new AtomicReference<>();
                place.set(mine);
                synchronized (places) {
                    places.add(mine);
                }
            }
            FenceScope scope = new FenceScope(fence, outer, holds, mine);
            mine.set(scope);
            return scope;
        }

        /** Ends all that are open. */
        @Override
        public void close() {
            synchronized (places) {
                places.forEach(each -> each.set(null));
            }
        }

        /** The oldest of this fence and those of the thread's open scopes; one of another epoch is worth nothing and so counts as older. */
        Fence oldest(Fence now) {
            Fence oldest = now;
            for (FenceScope scope = innermostOpen(); scope != null; scope = scope.outer) {
                if (scope.isOpen() && (scope.fence.epoch() != now.epoch() || scope.fence.position() < oldest.position())) {
                    oldest = scope.fence;
                }
                if (oldest.epoch() != now.epoch()) {
                    return oldest;
                }
            }
            return oldest;
        }

        private @Nullable FenceScope innermostOpen() {
            @Nullable AtomicReference<@Nullable FenceScope> mine = place.get();
            if (mine == null) {
                return null;
            }
            @Nullable FenceScope first = mine.get();
            @Nullable FenceScope scope = first;
            while (scope != null && !scope.isOpen()) {
                scope = scope.outer;
            }
            if (scope != first) {
                mine.set(scope);
            }
            return scope;
        }
    }
}
