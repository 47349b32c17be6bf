package dev.etagere.store;

import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What a store has to know of a region's values.
 *
 * @param sizer bytes that a value takes in memory; what else an entry takes is the store's to know
 * @param codec turns values into bytes; without one they do not leave the process
 */
public record ValueType<V>(ToLongFunction<? super V> sizer, Optional<ByteCodec<V>> codec) {

    /** Values that do not leave the process. */
    public static <V> ValueType<V> local(ToLongFunction<? super V> sizer) {
        return new ValueType<>(sizer, Optional.empty());
    }

    /** Values that may be shared with other processes. */
    public static <V> ValueType<V> shared(ToLongFunction<? super V> sizer, ByteCodec<V> codec) {
        return new ValueType<>(sizer, Optional.of(codec));
    }
}
