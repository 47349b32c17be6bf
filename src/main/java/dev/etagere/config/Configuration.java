package dev.etagere.config;

import dev.etagere.cache.CacheOptions;
import dev.etagere.event.EventTags;
import dev.etagere.store.memory.MemoryOptions;
import dev.etagere.store.redis.RedisOptions;
import dev.etagere.response.Policies;
import dev.etagere.response.ResponseOptions;
import dev.etagere.response.Rules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that an {@code Etagere} is made from. Made by {@link Settings}, which says what the values mean.
 *
 * @param namespace prefix of everything stored
 * @param version raised to leave everything unseen that was stored before
 * @param memory bounds of the memory store
 * @param responses what holds for all responses
 * @param rules what is done with which request
 * @param events by type, the tags that events touch besides {@code type} and {@code type:id}
 * @param replicaLag how far behind that may be what loads read; zero: not at all
 * @param policies presets by their names
 * @param caches of the data caches that are spoken of, by name
 * @param redis the shared store; empty where all is in memory
 */
public record Configuration(String namespace, int version, MemoryOptions memory, ResponseOptions responses, Rules rules,
        Map<String, List<EventTags>> events, Duration replicaLag, Policies policies, Map<String, CacheOptions<Object>> caches,
        Optional<RedisOptions> redis) {
}
