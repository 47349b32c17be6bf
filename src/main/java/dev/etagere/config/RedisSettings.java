package dev.etagere.config;

import dev.etagere.store.memory.MemoryOptions;
import dev.etagere.store.redis.RedisDriver;
import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.RedisOptions.Bounds;
import dev.etagere.store.redis.RedisServer;
import dev.etagere.store.redis.RedisServer.Login;
import dev.etagere.store.redis.RedisServer.Transport;
import dev.etagere.store.redis.Secret;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The settings of a store in Redis, in code. What the store's URI says too counts as it is here. A setter throws an
 * {@link IllegalArgumentException} that tells what is allowed. Not thread-safe.
 */
public final class RedisSettings {

    private static final RedisServer SOME = RedisServer.parse("redis://localhost");

    /** Holds values to their ranges; its server and namespace are of no account. */
    private RedisOptions options = RedisOptions.of(SOME, "etagere");
    private int maxLog = Bounds.DEFAULT.maxLog();
    private Optional<Transport> transport = Optional.empty();
    private Optional<String> user = Optional.empty();
    private Optional<Secret> password = Optional.empty();
    private Optional<String> sentinelUser = Optional.empty();
    private Optional<Secret> sentinelPassword = Optional.empty();
    private OptionalInt database = OptionalInt.empty();
    private Optional<String> clientName = Optional.empty();

    RedisSettings() {
    }

    /** Connections for requests; two more are used to follow the evictions of other nodes. */
    public RedisSettings pool(int value) {
        options = options.withPoolSize(value);
        return this;
    }

    /** For opening a connection where no request waits, and for Redis to be reached at the start. */
    public RedisSettings connectTimeout(Duration value) {
        options = options.withConnectTimeout(value);
        return this;
    }

    /** For each step of a command: a free connection to be had, one to be opened, the answer. */
    public RedisSettings timeLimit(Duration value) {
        options = options.withTimeLimit(value);
        return this;
    }

    /** For how long the evictions of other nodes may be unheard before what is kept in the process is distrusted. */
    public RedisSettings maxSilence(Duration value) {
        options = options.withMaxSilence(value);
        return this;
    }

    /** How many evictions the log holds, about. */
    public RedisSettings maxLog(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("maxLog must be at least 1");
        }
        this.maxLog = value;
        return this;
    }

    /** Who logs in; without it the default user does. */
    public RedisSettings user(String value) {
        this.user = Optional.of(value);
        return this;
    }

    /** Nobody is told. */
    public RedisSettings password(String value) {
        this.password = Optional.of(Secret.of(value));
        return this;
    }

    /** Who logs in to the sentinels. */
    public RedisSettings sentinelUser(String value) {
        this.sentinelUser = Optional.of(value);
        return this;
    }

    /** For the sentinels. */
    public RedisSettings sentinelPassword(String value) {
        this.sentinelPassword = Optional.of(Secret.of(value));
        return this;
    }

    /** TLS, as {@code rediss://} has it, for sentinels and clusters too. */
    public RedisSettings tls() {
        this.transport = Optional.of(Transport.TLS);
        return this;
    }

    /** By its number; a cluster has only 0. */
    public RedisSettings database(int value) {
        SOME.withDatabase(value);
        this.database = OptionalInt.of(value);
        return this;
    }

    /** Under which {@code CLIENT LIST} shows the application. */
    public RedisSettings clientName(String value) {
        SOME.withClientName(value);
        this.clientName = Optional.of(value);
        return this;
    }

    /** @throws IllegalArgumentException where it does not go together, or Jedis is missing */
    RedisOptions options(RedisServer at, String namespace, int version, MemoryOptions memory) {
        if (!RedisDriver.isPresent()) {
            throw new IllegalArgumentException("Redis needs Jedis on the class path: add redis.clients:jedis:8.0.2");
        }
        RedisServer server = at;
        server = transport.map(server::with).orElse(server);
        server = password.map(secret -> new Login(user, secret)).map(server::with).orElse(server);
        server = sentinelPassword.map(secret -> new Login(sentinelUser, secret)).map(server::withSentinel).orElse(server);
        server = clientName.map(server::withClientName).orElse(server);
        server = database.isPresent() ? server.withDatabase(database.getAsInt()) : server;
        return new RedisOptions(server, namespace, version, options.poolSize(), options.connectTimeout(), options.timeLimit(),
                options.maxSilence(), new Bounds(memory.maxTags(), maxLog, memory.maxTagsPerEntry(), memory.maxKeep()));
    }
}
