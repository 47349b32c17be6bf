package dev.etagere.cache;

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
    private volatile boolean closed;

    private FenceScope(Fence fence, @Nullable FenceScope outer, BooleanSupplier holds) {
        this.fence = fence;
        this.outer = outer;
        this.holds = holds;
    }

    /** The fence that loads have at the latest. */
    public Fence fence() {
        return fence;
    }

    /** From now on this scope says nothing about loads that begin. */
    @Override
    public void close() {
        closed = true;
    }

    private boolean isOpen() {
        if (!closed && !holds.getAsBoolean()) {
            closed = true;
        }
        return !closed;
    }

    /** The scopes of each thread. Those that have been closed are dropped when their thread next looks: whoever closes may be another. */
    static final class Threads {

        private final ThreadLocal<@Nullable FenceScope> innermost = new ThreadLocal<>();

        FenceScope open(Fence fence, BooleanSupplier holds) {
            FenceScope scope = new FenceScope(fence, innermostOpen(), holds);
            innermost.set(scope);
            return scope;
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
            @Nullable FenceScope first = innermost.get();
            @Nullable FenceScope scope = first;
            while (scope != null && !scope.isOpen()) {
                scope = scope.outer;
            }
            if (scope != first) {
                if (scope == null) {
                    innermost.remove();
                } else {
                    innermost.set(scope);
                }
            }
            return scope;
        }
    }
}
