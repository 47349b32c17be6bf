package dev.etagere.cache;

import java.time.Duration;
import java.util.Set;

/**
 * What is known of a value without using it.
 *
 * @param age since it was put, or its load had ended
 * @param remaining until it becomes stale, or goes where nothing stale is kept; zero where it is stale
 * @param tags that evict it
 */
public record Peek(State state, Duration age, Duration remaining, Set<String> tags) {

    public Peek {
        tags = Set.copyOf(tags);
    }
}
