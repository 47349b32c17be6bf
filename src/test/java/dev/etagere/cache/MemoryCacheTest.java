package dev.etagere.cache;

import dev.etagere.store.StoreBackend;
import dev.etagere.store.memory.MemoryBackend;
import dev.etagere.store.memory.MemoryOptions;
import java.time.InstantSource;

class MemoryCacheTest extends CacheContract {

    @Override
    protected StoreBackend open(InstantSource clock) {
        return MemoryBackend.open(MemoryOptions.DEFAULT, clock);
    }
}
