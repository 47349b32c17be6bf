package dev.etagere.config;

import dev.etagere.cache.CacheOptions;
import dev.etagere.event.EventTags;
import dev.etagere.event.TagTemplate;
import dev.etagere.http.CacheRules;
import dev.etagere.response.CachePolicy;
import dev.etagere.response.MadeETag;
import dev.etagere.response.PathTemplate;
import dev.etagere.response.Policies;
import dev.etagere.response.ResponseOptions;
import dev.etagere.response.Rules.BypassRule;
import dev.etagere.response.Rules.CacheRule;
import dev.etagere.response.Rules.EvictRule;
import dev.etagere.response.Rules.Rule;
import dev.etagere.response.Rules;
import dev.etagere.response.TagHeaders;
import dev.etagere.response.Treatment;
import dev.etagere.store.memory.MemoryOptions;
import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The settings of an application's cache, in code. The file sets the same ones by the same methods, so that both are held to the same
 * ranges. A setter throws an {@link IllegalArgumentException} that tells what is allowed. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract class Settings<B extends Settings<B>> {

    private static final int MAX_NAME = 64;
    private static final int MIN_LOADS = 16;
    private static final int MAX_LOADS = 1_000;
    private static final Duration MAX_WAIT = Duration.ofMinutes(5);
    private static final Duration MAX_REPLICA_LAG = Duration.ofHours(1);
    private static final Duration MAX_HEURISTIC = CachePolicy.MAX_DURATION;

    /** What elsewhere in YAML means true or false, and surely was not meant as a name. */
    private static final Set<String> SWITCHES = Set.of("yes", "no", "on", "off");

    private String namespace = "etagere";
    private int version;
    private long maxBytes = MemoryOptions.DEFAULT.maxBytes();
    private int maxTags = MemoryOptions.DEFAULT.maxTags();
    private int maxTagsPerEntry = MemoryOptions.DEFAULT.maxTagsPerEntry();
    private OptionalInt maxEntryBytes = OptionalInt.empty();
    private Optional<RedisServer> redis = Optional.empty();
    private final RedisSettings redisSettings = new RedisSettings();
    private boolean honorOrigin;
    private boolean cacheStatus = ResponseOptions.DEFAULT.cacheStatus();
    private String cacheName = ResponseOptions.DEFAULT.cacheName();
    private List<String> targets = CacheRules.DEFAULT.targets();
    private boolean storeSetCookie = CacheRules.DEFAULT.storeSetCookie();
    private boolean heuristics = CacheRules.DEFAULT.heuristics();
    private Duration heuristicLimit = CacheRules.DEFAULT.heuristicLimit();
    private int variants = ResponseOptions.DEFAULT.maxVariants();
    private Duration wait = ResponseOptions.DEFAULT.maxWait();
    private int waiters = ResponseOptions.DEFAULT.maxWaiters();
    private OptionalInt loads = OptionalInt.empty();
    private MadeETag madeETag = ResponseOptions.DEFAULT.madeETag();
    private List<String> tagHeaders = TagHeaders.DEFAULT.names();
    private boolean tagHeadersToClients = TagHeaders.DEFAULT.toClients();
    private Duration replicaLag = Duration.ZERO;
    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, List<EventTags>> events = new LinkedHashMap<>();
    private final Map<String, CachePolicy.Builder> policies = new LinkedHashMap<>();
    private final Map<String, CacheOptions<Object>> caches = new LinkedHashMap<>();

    /** For subclasses. */
    protected Settings() {
    }

    /** This. */
    protected abstract B self();

    /**
     * Takes the settings of a file; its rules come after those that are here already.
     *
     * @throws ConfigurationException where it cannot be read, or has mistakes
     */
    public B config(Path file) {
        return config(ConfigurationFile.read(file), file.toString(), Map.of(), ConfigurationFile.loader());
    }

    /**
     * Takes the settings of a YAML text.
     *
     * @param yaml may be empty
     * @param name of the text, for messages
     * @param overrides top-level settings by their names, in place of what the text says; {@code config} is left out of account
     * @param loader loads the key contributors that it names
     * @throws ConfigurationException where it has mistakes
     */
    public B config(String yaml, String name, Map<String, String> overrides, ClassLoader loader) {
        ConfigurationReader.read(yaml, name, overrides, loader, this);
        return self();
    }

    /** Prefix of everything stored: up to 64 letters, digits, {@code .}, {@code _} and {@code -}. */
    public B namespace(String value) {
        require(isPlain(value), "namespace must be 1 to 64 letters, digits, dots, hyphens and underscores");
        this.namespace = value;
        return self();
    }

    /** A number that is raised to leave unseen what was stored before; 0 or more. */
    public B version(int value) {
        require(value >= 0, "version must not be negative");
        this.version = value;
        return self();
    }

    /**
     * Where entries are kept: {@code memory}, or in a Redis that several nodes share: {@code redis://[user:password@]host:port/database},
     * {@code rediss://…}, {@code redis-sentinel://host:port,host:port/primary} or {@code redis-cluster://host:port,host:port}.
     */
    public B store(String uri) {
        this.redis = uri.equals("memory") ? Optional.empty() : Optional.of(RedisServer.parse(uri));
        return self();
    }

    /** What holds where entries are kept in Redis: {@code redis(redis -> redis.pool(16).maxSilence(Duration.ofSeconds(1)))}. */
    public B redis(UnaryOperator<RedisSettings> settings) {
        settings.apply(redisSettings);
        return self();
    }

    /** What all entries in memory may take together, keys and overhead included. */
    public B maxBytes(long value) {
        require(value >= 1 << 16, "maxBytes must be at least 64KiB");
        this.maxBytes = value;
        return self();
    }

    /** A response with more content streams and is not stored. Unless set: 1 MiB, or {@code maxBytes} where that is less. */
    public B maxEntryBytes(long value) {
        require(value >= 1 && value <= 1 << 30, "maxEntryBytes must be from 1 to 1GiB");
        this.maxEntryBytes = OptionalInt.of((int) value);
        return self();
    }

    /** How many tags' evictions are remembered; beyond that the oldest are forgotten, and what was stored before them counts as evicted. */
    public B maxTags(int value) {
        require(value >= 1, "maxTags must be at least 1");
        this.maxTags = value;
        return self();
    }

    /** A response with more tags is not stored. */
    public B maxTagsPerEntry(int value) {
        require(value >= 1, "maxTagsPerEntry must be at least 1");
        this.maxTagsPerEntry = value;
        return self();
    }

    /** Responses of paths with no rule are cached by their own headers, as RFC 9111 has a shared cache do. */
    public B honorOrigin() {
        this.honorOrigin = true;
        return self();
    }

    /** {@code Cache-Status} (RFC 9211) goes out, under the name {@code Etagere}. */
    public B cacheStatus() {
        return cacheStatus(ResponseOptions.DEFAULT.cacheName());
    }

    /** {@code Cache-Status} (RFC 9211) goes out, under this name, a token of RFC 8941 §3.3.4. */
    public B cacheStatus(String name) {
        require(isToken(name) && !SWITCHES.contains(name.toLowerCase(Locale.ROOT)),
                "cacheStatus must be true, false or a name of letters, digits and -._");
        this.cacheName = name;
        this.cacheStatus = true;
        return self();
    }

    /** What kind of {@code ETag} a response gets whose application sent none. Unless set: strong. */
    public B etag(MadeETag kind) {
        this.madeETag = kind;
        return self();
    }

    /** Names of the targeted fields (RFC 9213) that are listened to, the first that is there wins. None: {@code Cache-Control} alone. */
    public B targets(Collection<String> names) {
        for (String name : names) {
            require(isToken(name) && !name.equalsIgnoreCase("Cache-Control"),
                    "\"" + name + "\" is not the name of a targeted field, such as CDN-Cache-Control");
        }
        this.targets = List.copyOf(names);
        return self();
    }

    /** Responses with {@code Set-Cookie} may be stored. Unsafe unless every such cookie may be given to everyone. */
    public B storeSetCookie() {
        this.storeSetCookie = true;
        return self();
    }

    /** The longest heuristic freshness (RFC 9111 §4.2.2) of a response that says nothing of its own, and its being in use. */
    public B heuristics(Duration max) {
        require(!max.isNegative() && !max.isZero() && max.compareTo(MAX_HEURISTIC) <= 0, "max must be more than nothing, at most 365d");
        this.heuristics = true;
        this.heuristicLimit = max;
        return self();
    }

    /** No heuristic freshness. */
    public B noHeuristics() {
        this.heuristics = false;
        return self();
    }

    /** How many variants of one URI are kept. */
    public B variants(int value) {
        require(value >= 1 && value <= 10_000, "variants must be from 1 to 10000");
        this.variants = value;
        return self();
    }

    /** How long a request waits for another that makes the same response; zero: not at all. */
    public B maxWait(Duration value) {
        require(!value.isNegative() && value.compareTo(MAX_WAIT) <= 0, "wait must be from 0 to 5m");
        this.wait = value;
        return self();
    }

    /** How many requests may wait so at once. */
    public B waiters(int value) {
        require(value >= 0, "waiters must not be negative");
        this.waiters = value;
        return self();
    }

    /** How many responses may be held or captured at once. Unless set: as many as {@code maxBytes} has room for twice, 16 to 1000. */
    public B loads(int value) {
        require(value >= 1, "loads must be at least 1");
        this.loads = OptionalInt.of(value);
        return self();
    }

    /** Names of the response fields by which the application gives tags to what is stored. Those of the default are no more heeded then. */
    public B tagHeaders(Collection<String> names) {
        for (String name : names) {
            require(isToken(name), "\"" + name + "\" is not the name of a field, such as Cache-Tag");
        }
        this.tagHeaders = List.copyOf(names);
        return self();
    }

    /** Clients, and caches on the way to them, see these fields. */
    public B tagHeadersToClients() {
        this.tagHeadersToClients = true;
        return self();
    }

    /**
     * How far behind that may be what loads read, as from a replica of the database: what was evicted so long before a load began, or
     * later, makes its result invalid. Zero, the default: not at all.
     */
    public B replicaLag(Duration value) {
        require(!value.isNegative() && value.compareTo(MAX_REPLICA_LAG) <= 0, "replicaLag must be from 0 to 1h");
        this.replicaLag = value;
        return self();
    }

    /** A preset for annotations to name; it may leave the ttl to them. One that is named twice is what it was last. */
    public B policy(String name, UnaryOperator<CachePolicy.Builder> preset) {
        policies.put(name, preset.apply(CachePolicy.builder().name(name)));
        return self();
    }

    /** GET of these paths is cached by that policy. */
    public B rule(String match, CachePolicy policy) {
        return rule(new CacheRule(PathTemplate.parse(match), policy));
    }

    /** GET of these paths is cached: {@code rule("/products/{id}", policy -> policy.ttl(Duration.ofHours(1)).tags("product:{id}"))}. */
    public B rule(String match, UnaryOperator<CachePolicy.Builder> policy) {
        return rule(match, policy.apply(CachePolicy.builder().name(match)).build());
    }

    /** After a success of these methods on these paths, the tags are evicted; no methods: DELETE, PATCH, POST and PUT. */
    public B evictOn(String match, Collection<String> methods, String... tags) {
        Set<String> named = methods.isEmpty() ? EvictRule.DEFAULT_METHODS : Set.copyOf(methods);
        return rule(new EvictRule(PathTemplate.parse(match), named, Arrays.stream(tags).map(TagTemplate::parse).toList(), List.of()));
    }

    /** GET of these paths is never cached. */
    public B bypass(String match) {
        return rule(new BypassRule(PathTemplate.parse(match), BypassRule.DEFAULT_METHODS));
    }

    /** Comes after the rules that were added before; the first that matches wins. */
    public B rule(Rule rule) {
        RuleChecks.of(rule);
        Rules.covering(rules, rule).ifPresent(earlier -> {
            throw new IllegalArgumentException(RuleChecks.neverMatches(rule, earlier));
        });
        rules.add(rule);
        return self();
    }

    /**
     * Events of this type touch these tags too: {@code event("product", "category:{category}")} evicts what shows the old or the new
     * category of a product, when an event tells them. For one type it may be called again.
     */
    public B event(String type, String... tags) {
        require(!type.isBlank(), "events have a type, such as product");
        List<EventTags> templates = events.computeIfAbsent(type, none -> new ArrayList<>());
        for (String tag : tags) {
            templates.add(EventTags.parse(tag));
        }
        return self();
    }

    /** What holds for the data cache of that name; for one name it may be called again, to change what is there. */
    public B cache(String name, UnaryOperator<CacheOptions<Object>> options) {
        require(isPlain(name), "a cache's name must be 1 to 64 letters, digits, dots, hyphens and underscores");
        caches.put(name, options.apply(caches.getOrDefault(name, CacheOptions.defaults())));
        return self();
    }

    final RedisSettings redisSettings() {
        return redisSettings;
    }

    /** What is in the way of the shared store, if anything is. */
    final Optional<RedisSettings.Mistake> redisMistake() {
        try {
            redisOptions();
            return Optional.empty();
        } catch (RedisSettings.Mistake e) {
            return Optional.of(e);
        }
    }

    private Optional<RedisOptions> redisOptions() {
        return redis.map(server -> redisSettings.options(server, namespace, version, memoryOptions()));
    }

    private MemoryOptions memoryOptions() {
        return new MemoryOptions(maxBytes, maxTags, maxTagsPerEntry, MemoryOptions.DEFAULT.maxKeep());
    }

    /** Which settings contradict each other, if any do. */
    final Optional<String> contradiction() {
        return maxEntryBytes.orElse(0) > maxBytes
                ? Optional.of("maxEntryBytes (" + maxEntryBytes.getAsInt() + " bytes) is more than maxBytes (" + maxBytes + ")")
                : Optional.empty();
    }

    /**
     * The settings as they are now.
     *
     * @throws ConfigurationException where they contradict each other
     */
    protected final Configuration configuration() {
        contradiction().or(() -> redisMistake().map(mistake -> mistake.path() + ": " + mistake.what())).ifPresent(mistake -> {
            throw new ConfigurationException(List.of(mistake));
        });
        int entryBytes = maxEntryBytes.orElse((int) Math.min(ResponseOptions.DEFAULT.maxEntryBytes(), maxBytes));
        CacheRules http = new CacheRules(targets, storeSetCookie, heuristics, heuristicLimit);
        return new Configuration(namespace, version, memoryOptions(),
                new ResponseOptions(http, cacheStatus, cacheName, entryBytes, variants, wait, waiters,
                        loads.orElse(loadsOf(entryBytes)), madeETag, new TagHeaders(tagHeaders, tagHeadersToClients)),
                Rules.of(rules, honorOrigin ? new Treatment.Origin() : new Treatment.None()), Map.copyOf(events), replicaLag,
                Policies.of(policies), Map.copyOf(caches), redisOptions());
    }

    /** As many as take no more than half of what all entries may take, should each be as long as an entry may be. */
    private int loadsOf(int entryBytes) {
        return (int) Math.max(MIN_LOADS, Math.min(MAX_LOADS, maxBytes / 2 / entryBytes));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static boolean isPlain(String text) {
        return !text.isEmpty() && text.length() <= MAX_NAME && text.chars().allMatch(c -> isAlphanumeric(c) || "._-".indexOf(c) >= 0);
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && text.length() <= MAX_NAME && Character.isLetter(text.charAt(0))
                && text.chars().allMatch(c -> isAlphanumeric(c) || "-._".indexOf(c) >= 0);
    }

    private static boolean isAlphanumeric(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
