package dev.etagere.cache;

import dev.etagere.store.HandClock;
import dev.etagere.store.ValueType;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;

/** Caches of texts in memory, with a clock set by hand. */
final class TestCaches {

    final HandClock time = new HandClock();
    final MemoryBackend backend = MemoryBackend.open(MemoryOptions.DEFAULT, time);
    final CacheManager manager = new CacheManager(backend, time);

    Cache<String> open(UnaryOperator<CacheOptions<String>> options) {
        return manager.cache("texts", String.class, options.apply(CacheOptions.<String>defaults().ttl(Duration.ofHours(1))));
    }

    /** A cache whose chance is that. */
    DataCache<String> open(UnaryOperator<CacheOptions<String>> options, DoubleSupplier chance) {
        CacheOptions<String> made = options.apply(CacheOptions.defaults());
        Values<String> values = Values.of(String.class, made);
        DataRegion region = new DataRegion("chance", backend.openData("chance", ValueType.local(values::bytesOf)), manager);
        return new DataCache<>("chance", String.class, new ItemShelf<>(region, made, values, chance), time);
    }
}
