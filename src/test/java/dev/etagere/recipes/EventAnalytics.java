package dev.etagere.recipes;

import dev.etagere.Etagere;
import dev.etagere.cache.Cache;
import dev.etagere.cache.CacheKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Events of the last seven days, found by type, user, day and hour. */
// region analytics
public final class EventAnalytics {

    /** Something that a user did. */
    public record Event(String type, String user, Instant at, Map<String, String> details) {
    }

    /** A day in numbers. */
    public record Summary(int events, int users, Map<String, Long> byType) {
    }

    private static final Duration KEPT = Duration.ofDays(7);

    private final Cache<Event> events;
    private final InstantSource time;

    public EventAnalytics(Etagere etagere, InstantSource time) {
        this.events = etagere.cache("events", Event.class);
        this.time = time;
    }

    /** The key has a part by chance: two events of one moment are two. */
    public void record(String type, String user, Map<String, String> details) {
        Instant now = time.instant();
        events.put(CacheKeys.of(type, UUID.randomUUID()).key(), new Event(type, user, now, details), KEPT,
                "type:" + type, "user:" + user, "date:" + date(now), "hour:" + hour(now));
    }

    public Map<String, Event> ofHour(Instant within) {
        return events.getByTag("hour:" + hour(within));
    }

    public Map<String, Event> ofUser(String user) {
        return events.getByTag("user:" + user);
    }

    public Map<String, Event> ofUser(String user, String type) {
        return events.getByAllTags("user:" + user, "type:" + type);
    }

    public Summary summary(LocalDate date) {
        Map<String, Event> all = events.getByTag("date:" + date);
        long users = all.values().stream().map(Event::user).distinct().count();
        return new Summary(all.size(), (int) users,
                all.values().stream().collect(Collectors.groupingBy(Event::type, TreeMap::new, Collectors.counting())));
    }

    private static LocalDate date(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static Instant hour(Instant at) {
        return at.truncatedTo(ChronoUnit.HOURS);
    }
}
// endregion
