package dev.etagere.jaxrs;

import dev.etagere.event.CommitHook;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A kind of transactions that ends when a test says so. */
public final class TestTransaction implements CommitHook {

    private static final ThreadLocal<@Nullable List<Runnable>> CURRENT = new ThreadLocal<>();

    static void begin() {
        CURRENT.set(new ArrayList<>());
    }

    static void commit() {
        List<Runnable> actions = CURRENT.get();
        CURRENT.remove();
        if (actions != null) {
            actions.forEach(Runnable::run);
        }
    }

    static void rollBack() {
        CURRENT.remove();
    }

    @Override
    public boolean afterCommit(Runnable action) {
        List<Runnable> actions = CURRENT.get();
        return actions != null && actions.add(action);
    }
}
