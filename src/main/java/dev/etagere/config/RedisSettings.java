package dev.etagere.config;

import dev.etagere.store.memory.MemoryOptions;
import dev.etagere.store.redis.Certificates;
import dev.etagere.store.redis.RedisDriver;
import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.RedisOptions.Bounds;
import dev.etagere.store.redis.RedisServer;
import dev.etagere.store.redis.RedisServer.Login;
import dev.etagere.store.redis.RedisServer.Plain;
import dev.etagere.store.redis.RedisServer.Tls;
import dev.etagere.store.redis.RedisServer.Transport;
import dev.etagere.store.redis.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

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
    private Optional<Path> trustStore = Optional.empty();
    private Optional<Secret> trustStorePassword = Optional.empty();
    private Optional<Path> keyStore = Optional.empty();
    private Optional<Secret> keyStorePassword = Optional.empty();
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

    /** Trusts the certificates in this file alone, in place of those that the JVM trusts: a PKCS #12 or JKS key store, or PEM. */
    public RedisSettings trustStore(Path file) {
        this.trustStore = Optional.of(file);
        return this;
    }

    /** Of the trust store. */
    public RedisSettings trustStorePassword(String value) {
        this.trustStorePassword = Optional.of(Secret.of(value));
        return this;
    }

    /** Shows the certificate in this PKCS #12 or JKS key store to a Redis that asks for one. */
    public RedisSettings keyStore(Path file) {
        this.keyStore = Optional.of(file);
        return this;
    }

    /** Of the key store and of the key in it. */
    public RedisSettings keyStorePassword(String value) {
        this.keyStorePassword = Optional.of(Secret.of(value));
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

    /** @throws Mistake where it does not go together, or Jedis is missing */
    RedisOptions options(RedisServer at, String namespace, int version, MemoryOptions memory) {
        if (!RedisDriver.isPresent()) {
            throw new Mistake("store", "Redis needs Jedis on the class path: add redis.clients:jedis:8.0.2");
        }
        return told("store", () -> new RedisOptions(server(at), namespace, version, options.poolSize(), options.connectTimeout(),
                options.timeLimit(), options.maxSilence(),
                new Bounds(memory.maxTags(), maxLog, memory.maxTagsPerEntry(), memory.maxKeep())));
    }

    private RedisServer server(RedisServer at) {
        RedisServer server = at.with(certified(transport.orElse(at.transport())));
        server = login("user", user, password, at.login()).map(server::with).orElse(server);
        server = login("sentinelUser", sentinelUser, sentinelPassword, at.sentinelLogin()).map(server::withSentinel).orElse(server);
        server = clientName.map(server::withClientName).orElse(server);
        return database.isPresent() ? server.withDatabase(database.getAsInt()) : server;
    }

    private static Optional<Login> login(String setting, Optional<String> user, Optional<Secret> password, Optional<Login> ofUri) {
        Optional<Secret> secret = password.or(() -> ofUri.map(Login::password));
        if (user.isPresent() && secret.isEmpty()) {
            throw new Mistake("redis." + setting, "needs a password too");
        }
        return secret.map(known -> new Login(user.or(() -> ofUri.flatMap(Login::user)), known));
    }

    private Transport certified(Transport by) {
        needs("trustStorePassword", trustStorePassword, "trustStore", trustStore);
        needs("keyStorePassword", keyStorePassword, "keyStore", keyStore);
        if (by instanceof Plain) {
            trustStore.ifPresent(file -> refusePlain("trustStore"));
            keyStore.ifPresent(file -> refusePlain("keyStore"));
            return by;
        }
        Certificates certificates = ((Tls) by).certificates();
        Certificates trusting = trustStore.map(file -> told("redis.trustStore", () -> certificates.trusting(file, trustStorePassword)))
                .orElse(certificates);
        return new Tls(keyStore.map(file -> told("redis.keyStore", () -> trusting.showing(file, keyStorePassword))).orElse(trusting));
    }

    private static void needs(String setting, Optional<?> given, String needed, Optional<?> there) {
        if (given.isPresent() && there.isEmpty()) {
            throw new Mistake("redis." + setting, "is of no use without " + needed);
        }
    }

    private static void refusePlain(String setting) {
        throw new Mistake("redis." + setting, "is of no use without TLS: write rediss:// or tls: true");
    }

    private static <T> T told(String path, Supplier<T> what) {
        try {
            return what.get();
        } catch (Mistake of) {
            throw of;
        } catch (IllegalArgumentException e) {
            throw new Mistake(path, String.valueOf(e.getMessage()));
        }
    }

    /** What is wrong with a setting. */
    static final class Mistake extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;
        private final String path;

        private Mistake(String path, String what) {
            super(what);
            this.path = path;
        }

        /** Of the setting, such as {@code redis.trustStore}. */
        String path() {
            return path;
        }

        /** The setting's own name, in its group. */
        String name() {
            return path.substring(path.indexOf('.') + 1);
        }

        String what() {
            return String.valueOf(getMessage());
        }
    }
}
