package dev.etagere.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What holds for a named cache unless a call says otherwise. Immutable: every setter gives another one. A setter throws an
 * {@link IllegalArgumentException} that tells what is allowed.
 */
public final class CacheOptions<V> {

    /** The longest ttl and the longest stale window: a year. */
    public static final Duration MAX_DURATION = Duration.ofDays(365);

    private static final Duration MAX_WAIT = Duration.ofMinutes(5);
    private static final double MAX_EARLY = 100;

    private Duration ttl = Duration.ofMinutes(10);
    private double jitter;
    private double earlyRefresh;
    private Duration staleWhileRevalidate = Duration.ZERO;
    private Duration staleIfError = Duration.ZERO;
    private Duration negativeTtl = Duration.ZERO;
    private Set<String> tags = Set.of();
    private int version;
    private long maxEntryBytes = 1 << 20;
    private int maxResults = 10_000;
    private Duration wait = Duration.ofSeconds(5);
    private int waiters = 1_000;
    private Holding holding = Holding.SHARED;
    private BiFunction<String, V, Duration> ttlOf = (key, value) -> ttl;
    private Function<V, ? extends Collection<String>> tagsOf = value -> Set.of();
    private Sizer<V> sizer = Sizes::estimate;
    private Optional<Executor> refresher = Optional.empty();

    private CacheOptions() {
    }

    private CacheOptions(CacheOptions<V> other) {
        this.ttl = other.ttl;
        this.jitter = other.jitter;
        this.earlyRefresh = other.earlyRefresh;
        this.staleWhileRevalidate = other.staleWhileRevalidate;
        this.staleIfError = other.staleIfError;
        this.negativeTtl = other.negativeTtl;
        this.tags = other.tags;
        this.version = other.version;
        this.maxEntryBytes = other.maxEntryBytes;
        this.maxResults = other.maxResults;
        this.wait = other.wait;
        this.waiters = other.waiters;
        this.holding = other.holding;
        this.ttlOf = other.ttlOf;
        this.tagsOf = other.tagsOf;
        this.sizer = other.sizer;
        this.refresher = other.refresher;
    }

    /** Ten minutes, no tags, nothing stale, nothing negative. */
    public static <V> CacheOptions<V> defaults() {
        return new CacheOptions<>();
    }

    private CacheOptions<V> with(Consumer<CacheOptions<V>> change) {
        CacheOptions<V> copy = new CacheOptions<>(this);
        change.accept(copy);
        return copy;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static boolean upTo(Duration value, Duration most) {
        return !value.isNegative() && value.compareTo(most) <= 0;
    }

    /** How long a value is fresh where the call does not say; more than zero. */
    public CacheOptions<V> ttl(Duration value) {
        require(upTo(value, MAX_DURATION) && !value.isZero(), "ttl must be more than nothing, at most 365d");
        return with(copy -> {
            copy.ttl = value;
            copy.ttlOf = (key, any) -> value;
        });
    }

    /** How long a value is fresh where the call does not say, by key and value; zero or less: it is not stored. */
    public CacheOptions<V> ttlOf(BiFunction<String, V, Duration> function) {
        return with(copy -> copy.ttlOf = function);
    }

    /** Takes up to this part, from 0 to 1, off every ttl, by chance, so that what was stored together does not end together. */
    public CacheOptions<V> jitter(double part) {
        require(part >= 0 && part <= 1, "jitter must be from 0 to 100%");
        return with(copy -> copy.jitter = part);
    }

    /**
     * Lets one caller now and then load anew what is still fresh, the more likely the nearer its end and the longer its load takes: XFetch
     * of Vattani, Chierichetti and Lowenstein, <i>Optimal Probabilistic Cache Stampede Prevention</i>, VLDB 2015.
     *
     * @param beta their β: 1 is right for most, more is earlier; 0, the default: off
     */
    public CacheOptions<V> earlyRefresh(double beta) {
        require(beta >= 0 && beta <= MAX_EARLY, "earlyRefresh must be from 0 to 100");
        return with(copy -> copy.earlyRefresh = beta);
    }

    /**
     * How long past its ttl a value is used while one caller loads it anew; that one waits for it, unless there is a {@link #refresher}.
     */
    public CacheOptions<V> staleWhileRevalidate(Duration value) {
        require(upTo(value, MAX_DURATION), "staleWhileRevalidate must be from 0 to 365d");
        return with(copy -> copy.staleWhileRevalidate = value);
    }

    /** How long past its ttl a value is used where its load fails. */
    public CacheOptions<V> staleIfError(Duration value) {
        require(upTo(value, MAX_DURATION), "staleIfError must be from 0 to 365d");
        return with(copy -> copy.staleIfError = value);
    }

    /** How long it is remembered that a load found nothing; zero, the default: not at all. */
    public CacheOptions<V> negativeTtl(Duration value) {
        require(upTo(value, MAX_DURATION), "negativeTtl must be from 0 to 365d");
        return with(copy -> copy.negativeTtl = value);
    }

    /** Every value has these tags. */
    public CacheOptions<V> tags(Collection<String> values) {
        return with(copy -> copy.tags = Set.copyOf(values));
    }

    /** Every value has these tags. */
    public CacheOptions<V> tags(String... values) {
        return tags(List.of(values));
    }

    /** Tags that a value has by what it is, such as the department of a user. */
    public CacheOptions<V> tagsOf(Function<V, ? extends Collection<String>> function) {
        return with(copy -> copy.tagsOf = function);
    }

    /** Raised when the values' class has changed: what was stored before is unseen; 0 or more. */
    public CacheOptions<V> version(int value) {
        require(value >= 0, "version must not be negative");
        return with(copy -> copy.version = value);
    }

    /** A larger value is not stored; 1 MiB unless set. */
    public CacheOptions<V> maxEntryBytes(long value) {
        require(value >= 1 && value <= 1 << 30, "maxEntryBytes must be from 1 to 1GiB");
        return with(copy -> copy.maxEntryBytes = value);
    }

    /** How many values are got by tag at the most; 10,000 unless set. */
    public CacheOptions<V> maxResults(int value) {
        require(value >= 1, "maxResults must be at least 1");
        return with(copy -> copy.maxResults = value);
    }

    /** How long a caller waits for another that loads the same key; after that it loads itself. Five seconds unless set. */
    public CacheOptions<V> wait(Duration value) {
        require(upTo(value, MAX_WAIT), "wait must be from 0 to 5m");
        return with(copy -> copy.wait = value);
    }

    /** How many callers may wait so at once; more than that load themselves. 1,000 unless set. */
    public CacheOptions<V> waiters(int value) {
        require(value >= 0, "waiters must not be negative");
        return with(copy -> copy.waiters = value);
    }

    /** What is kept in the memory of the process. */
    public CacheOptions<V> holding(Holding value) {
        return with(copy -> copy.holding = value);
    }

    /** Tells how many bytes a value takes in memory, where it is kept as an object. Unless set it is estimated. */
    public CacheOptions<V> sizer(Sizer<V> function) {
        return with(copy -> copy.sizer = function);
    }

    /** Runs the loads that refresh what is still used. Unless set, the caller that meets it does it itself, and no thread is started. */
    public CacheOptions<V> refresher(Executor executor) {
        return with(copy -> copy.refresher = Optional.of(executor));
    }

    Set<String> allTags(V value, Collection<String> more) {
        Collection<String> byValue = tagsOf.apply(value);
        if (byValue.isEmpty() && more.isEmpty()) {
            return tags;
        }
        Set<String> all = new LinkedHashSet<>(tags);
        all.addAll(byValue);
        all.addAll(more);
        return all;
    }

    Duration ttl(String key, V value) {
        return ttlOf.apply(key, value);
    }

    Duration ttl() {
        return ttl;
    }

    double jitter() {
        return jitter;
    }

    double earlyRefresh() {
        return earlyRefresh;
    }

    Duration staleWhileRevalidate() {
        return staleWhileRevalidate;
    }

    Duration staleIfError() {
        return staleIfError;
    }

    Duration negativeTtl() {
        return negativeTtl;
    }

    Set<String> tags() {
        return tags;
    }

    int version() {
        return version;
    }

    long maxEntryBytes() {
        return maxEntryBytes;
    }

    int maxResults() {
        return maxResults;
    }

    Duration maxWait() {
        return wait;
    }

    int waiters() {
        return waiters;
    }

    Holding holding() {
        return holding;
    }

    Sizer<V> sizer() {
        return sizer;
    }

    Optional<Executor> refresher() {
        return refresher;
    }

    /** What is kept of a value in the memory of the process. */
    public enum Holding {
        /** The object itself: fastest, and right for immutable values. Whoever changes one changes it for all. */
        SHARED,
        /** Its JSON: everyone gets a copy. Needs Jackson. */
        COPIED
    }

    /** Tells the size of a value. */
    @FunctionalInterface
    public interface Sizer<V> {
        /** Bytes in memory. */
        long bytes(V value);
    }
}
