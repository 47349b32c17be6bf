package dev.etagere.response;

import dev.etagere.event.TagTemplate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the responses of a path are cached. Made with {@link #builder}; immutable.
 *
 * @param name for messages: a preset's name, or the rule's path template
 * @param ttl how long a response is fresh here: more than nothing, at most {@link #MAX_DURATION}
 * @param clientTtl how long clients are told they may use it, zero included; absent: what remains of {@code ttl}
 * @param scope who shares it
 * @param query which query parameters count
 * @param vary request fields by which responses differ, beside what the response says and the handler reads; lower case
 * @param keys further parts of the key
 * @param tags templates such as {@code product:{id}} over path and query parameters
 * @param staleWhileRevalidate how long after {@code ttl} it may be served while one run refreshes it (RFC 5861 §3)
 * @param staleIfError how long after {@code ttl} it may be served when the application fails (RFC 5861 §4)
 * @param statuses which statuses {@code ttl} applies to
 * @param condition asked before lookup; false: the request bypasses the cache
 * @param jitter the largest part of {@code ttl} by which it is shortened at random, 0 to 1
 * @param requestDirectives whether the client's {@code Cache-Control} is heeded (RFC 9111 §5.2.1 leaves it open)
 */
public record CachePolicy(String name, Duration ttl, Optional<Duration> clientTtl, Scope scope, QueryKey query, List<String> vary,
        List<KeyContributor> keys, List<TagTemplate> tags, Duration staleWhileRevalidate, Duration staleIfError, Set<Integer> statuses,
        Condition condition, double jitter, boolean requestDirectives) {

    /** No duration of a policy may be longer. */
    public static final Duration MAX_DURATION = Duration.ofDays(365);

    private static final Condition ALWAYS = request -> true;

    /** @throws IllegalArgumentException telling which value is out of its range, and the range */
    public CachePolicy {
        PolicyChecks.ttl(ttl);
        clientTtl.ifPresent(time -> PolicyChecks.window("clientTtl", time));
        PolicyChecks.window("staleWhileRevalidate", staleWhileRevalidate);
        PolicyChecks.window("staleIfError", staleIfError);
        PolicyChecks.jitter(jitter);
        vary = PolicyChecks.fieldNames(vary);
        statuses = PolicyChecks.statuses(statuses);
        keys = List.copyOf(keys);
        tags = List.copyOf(tags);
    }

    /**
     * Begins a policy that has no ttl yet, and else: scope {@link Scope#AUTO}, the whole query, status 200, no stale windows, no jitter,
     * the client's directives heeded.
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Begins a policy that is like this one. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.name = name;
        builder.ttl = ttl;
        builder.clientTtl = clientTtl;
        builder.scope = scope;
        builder.query = query;
        builder.vary = vary;
        builder.keys = keys;
        builder.tags = tags;
        builder.staleWhileRevalidate = staleWhileRevalidate;
        builder.staleIfError = staleIfError;
        builder.statuses = statuses;
        builder.condition = condition;
        builder.jitter = jitter;
        builder.requestDirectives = requestDirectives;
        return builder;
    }

    /** Decides whether a request is cached. Safe for use by many threads. */
    @FunctionalInterface
    public interface Condition {
        boolean test(RequestView request);
    }

    /**
     * Fluent and not thread-safe. Every method that takes a value sets it anew, and throws an {@link IllegalArgumentException} that says
     * what is allowed where the value is not.
     */
    public static final class Builder {
        private String name = "policy";
        private @Nullable Duration ttl;
        private Optional<Duration> clientTtl = Optional.empty();
        private Scope scope = Scope.AUTO;
        private QueryKey query = QueryKey.ALL;
        private List<String> vary = List.of();
        private List<KeyContributor> keys = List.of();
        private List<TagTemplate> tags = List.of();
        private Duration staleWhileRevalidate = Duration.ZERO;
        private Duration staleIfError = Duration.ZERO;
        private Set<Integer> statuses = Set.of(200);
        private Condition condition = ALWAYS;
        private double jitter;
        private boolean requestDirectives = true;

        private Builder() {
        }

        /** What messages call it. */
        public Builder name(String value) {
            this.name = value;
            return this;
        }

        /** How long a response is fresh: more than nothing, at most {@link #MAX_DURATION}. */
        public Builder ttl(Duration value) {
            this.ttl = PolicyChecks.ttl(value);
            return this;
        }

        /** How long clients are told they may use it; zero: they ask each time. */
        public Builder clientTtl(Duration value) {
            this.clientTtl = Optional.of(PolicyChecks.window("clientTtl", value));
            return this;
        }

        /** Who shares it. */
        public Builder scope(Scope value) {
            this.scope = value;
            return this;
        }

        /** Which query parameters count. */
        public Builder query(QueryKey value) {
            this.query = value;
            return this;
        }

        /** Request fields by which responses differ. */
        public Builder vary(String... names) {
            return vary(Arrays.asList(names));
        }

        /** Request fields by which responses differ. */
        public Builder vary(Collection<String> names) {
            this.vary = PolicyChecks.fieldNames(names);
            return this;
        }

        /** Further parts of the key. */
        public Builder key(KeyContributor... values) {
            this.keys = List.of(values);
            return this;
        }

        /** Further parts of the key. */
        public Builder key(Collection<? extends KeyContributor> values) {
            this.keys = List.copyOf(values);
            return this;
        }

        /** Tags, as templates. */
        public Builder tags(String... templates) {
            this.tags = Arrays.stream(templates).map(TagTemplate::parse).toList();
            return this;
        }

        /** Tags. */
        public Builder tags(Collection<TagTemplate> templates) {
            this.tags = List.copyOf(templates);
            return this;
        }

        /** How long after the ttl it may be served while one run refreshes it. */
        public Builder staleWhileRevalidate(Duration value) {
            this.staleWhileRevalidate = PolicyChecks.window("staleWhileRevalidate", value);
            return this;
        }

        /** How long after the ttl it may be served when the application fails. */
        public Builder staleIfError(Duration value) {
            this.staleIfError = PolicyChecks.window("staleIfError", value);
            return this;
        }

        /** Which statuses the ttl applies to. */
        public Builder statuses(Integer... values) {
            return statuses(Arrays.asList(values));
        }

        /** Which statuses the ttl applies to. */
        public Builder statuses(Collection<Integer> values) {
            this.statuses = PolicyChecks.statuses(values);
            return this;
        }

        /** Which requests are cached; the others bypass the cache. */
        public Builder condition(Condition value) {
            this.condition = value;
            return this;
        }

        /** The largest part of the ttl by which it is shortened at random, 0 to 1. */
        public Builder jitter(double value) {
            this.jitter = PolicyChecks.jitter(value);
            return this;
        }

        /** The client's {@code Cache-Control} is heeded, as RFC 9111 §5.2.1 advises. The default. */
        public Builder heedRequestDirectives() {
            this.requestDirectives = true;
            return this;
        }

        /** The client's {@code Cache-Control} and {@code Pragma} change nothing. */
        public Builder ignoreRequestDirectives() {
            this.requestDirectives = false;
            return this;
        }

        Builder copy() {
            Builder copy = new Builder();
            copy.name = name;
            copy.ttl = ttl;
            copy.clientTtl = clientTtl;
            copy.scope = scope;
            copy.query = query;
            copy.vary = vary;
            copy.keys = keys;
            copy.tags = tags;
            copy.staleWhileRevalidate = staleWhileRevalidate;
            copy.staleIfError = staleIfError;
            copy.statuses = statuses;
            copy.condition = condition;
            copy.jitter = jitter;
            copy.requestDirectives = requestDirectives;
            return copy;
        }

        /** Whether {@link #build} would find one. */
        public boolean hasTtl() {
            return ttl != null;
        }

        /** @throws IllegalArgumentException where there is no ttl */
        public CachePolicy build() {
            if (ttl == null) {
                throw new IllegalArgumentException("a policy needs a ttl");
            }
            return new CachePolicy(name, ttl, clientTtl, scope, query, vary, keys, tags, staleWhileRevalidate, staleIfError, statuses,
                    condition, jitter, requestDirectives);
        }
    }
}
