package dev.etagere.store.redis;

import java.util.List;
import java.util.Optional;

/**
 * Which Redis, and how one gets in.
 *
 * @param place where its nodes are
 * @param transport plain or encrypted
 * @param login to Redis; none where it asks for none
 * @param sentinelLogin to the sentinels, which may ask for another one
 * @param database 0 unless several applications share a server by numbers; always 0 in a cluster
 * @param clientName under which {@code CLIENT LIST} shows this node
 */
public record RedisServer(Place place, Transport transport, Optional<Login> login, Optional<Login> sentinelLogin, int database,
        String clientName) {

    static final String CLIENT_NAME = "etagere";

    /** @throws IllegalArgumentException where a value is out of its range */
    public RedisServer {
        require(database >= 0 && database < 1 << 16, "the database must be a number from 0 to 65535");
        require(database == 0 || !(place instanceof Cluster), "a cluster has database 0 only");
        require(clientName.chars().allMatch(c -> c > ' ' && c < 0x7f), "clientName must be of printable ASCII without spaces");
    }

    /**
     * Reads {@code redis://[user:password@]host:port/database}, {@code rediss://…} for TLS,
     * {@code redis-sentinel://host:port,host:port/master[/database]} or {@code redis-cluster://host:port,host:port}. Reserved characters
     * in user and password are percent-encoded.
     *
     * @throws IllegalArgumentException telling what is wrong, without what may be secret
     */
    public static RedisServer parse(String uri) {
        return RedisUri.parse(uri);
    }

    /** The same with another login. */
    public RedisServer with(Login newLogin) {
        return new RedisServer(place, transport, Optional.of(newLogin), sentinelLogin, database, clientName);
    }

    /** The same with a login to the sentinels. */
    public RedisServer withSentinel(Login newLogin) {
        return new RedisServer(place, transport, login, Optional.of(newLogin), database, clientName);
    }

    /** The same in another database. */
    public RedisServer withDatabase(int newDatabase) {
        return new RedisServer(place, transport, login, sentinelLogin, newDatabase, clientName);
    }

    /** The same under another name. */
    public RedisServer withClientName(String newName) {
        return new RedisServer(place, transport, login, sentinelLogin, database, newName);
    }

    /** The same by another transport. */
    public RedisServer with(Transport newTransport) {
        return new RedisServer(place, newTransport, login, sentinelLogin, database, clientName);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** How bytes travel. */
    public sealed interface Transport {

        /** As they are. */
        Transport PLAIN = new Plain();

        /** In TLS, trusting whom the JVM trusts. */
        Transport TLS = new Tls(Certificates.OF_JVM);
    }

    /** As they are. */
    public record Plain() implements Transport {
    }

    /** In TLS: the server's certificate is verified, and that it names the host. */
    public record Tls(Certificates certificates) implements Transport {
    }

    /**
     * A user and a password.
     *
     * @param user empty for the default user
     */
    public record Login(Optional<String> user, Secret password) {
    }

    /** Where a node listens. */
    public record Node(String host, int port) {
        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    /** Where Redis is. */
    public sealed interface Place {
    }

    /** One server. */
    public record Standalone(Node node) implements Place {
        @Override
        public String toString() {
            return node.toString();
        }
    }

    /** The primary of that name, which these sentinels know. */
    public record Sentinel(List<Node> sentinels, String master) implements Place {
        public Sentinel {
            sentinels = List.copyOf(sentinels);
        }

        @Override
        public String toString() {
            return master + " of the sentinels " + sentinels;
        }
    }

    /** A cluster, which any of these nodes can describe. */
    public record Cluster(List<Node> nodes) implements Place {
        public Cluster {
            nodes = List.copyOf(nodes);
        }

        @Override
        public String toString() {
            return "cluster " + nodes;
        }
    }
}
