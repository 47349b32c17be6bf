package dev.etagere.cache;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Begins to get the value of a key from where it really is. */
@FunctionalInterface
public interface AsyncLoader<V> {

    /** Completes with the value, or with null where there is none; it may also throw. */
    CompletionStage<? extends @Nullable V> load(String key);
}
