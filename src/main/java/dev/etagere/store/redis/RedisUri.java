package dev.etagere.store.redis;

import dev.etagere.store.redis.RedisServer.Cluster;
import dev.etagere.store.redis.RedisServer.Login;
import dev.etagere.store.redis.RedisServer.Node;
import dev.etagere.store.redis.RedisServer.Place;
import dev.etagere.store.redis.RedisServer.Sentinel;
import dev.etagere.store.redis.RedisServer.Standalone;
import dev.etagere.store.redis.RedisServer.Transport;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads store URIs. Messages never hold what stands before the {@code @}. */
final class RedisUri {

    private static final int PORT = 6379;
    private static final int SENTINEL_PORT = 26379;

    private final String hosts;
    private final List<String> path;

    private RedisUri(String afterLogin) {
        require(afterLogin.indexOf('?') < 0 && afterLogin.indexOf('#') < 0,
                "takes no ? and no #; there are settings under redis: for the rest");
        int slash = afterLogin.indexOf('/');
        this.hosts = slash < 0 ? afterLogin : afterLogin.substring(0, slash);
        String rest = slash < 0 ? "" : afterLogin.substring(slash + 1);
        this.path = rest.isEmpty() ? List.of() : List.of(rest.split("/", -1));
    }

    static RedisServer parse(String uri) {
        int colon = uri.indexOf("://");
        require(colon > 0, "is no store; write memory or, for example, redis://localhost:6379");
        String scheme = uri.substring(0, colon);
        String rest = uri.substring(colon + 3);
        int at = rest.lastIndexOf('@');
        Optional<Login> login = at < 0 ? Optional.empty() : Optional.of(login(rest.substring(0, at)));
        RedisUri parsed = new RedisUri(rest.substring(at + 1));
        return switch (scheme) {
            case "redis" -> parsed.standalone(Transport.PLAIN, login);
            case "rediss" -> parsed.standalone(Transport.TLS, login);
            case "redis-sentinel" -> parsed.sentinel(login);
            case "redis-cluster" -> parsed.cluster(login);
            default -> throw new IllegalArgumentException(
                    "is no store; known are memory, redis://, rediss://, redis-sentinel:// and redis-cluster://");
        };
    }

    private RedisServer standalone(Transport transport, Optional<Login> login) {
        List<Node> nodes = nodes(PORT);
        require(nodes.size() == 1, "has several hosts; write redis-sentinel:// or redis-cluster://");
        require(path.size() <= 1, "has too many parts; it ends with /database");
        return server(new Standalone(nodes.get(0)), transport, login, path.isEmpty() ? 0 : number(path.get(0)));
    }

    private RedisServer sentinel(Optional<Login> login) {
        require(!path.isEmpty() && path.size() <= 2 && !path.get(0).isEmpty(),
                "ends with the name of the primary, as in redis-sentinel://host:26379/mymaster");
        Place place = new Sentinel(nodes(SENTINEL_PORT), decoded(path.get(0)));
        return server(place, Transport.PLAIN, login, path.size() == 1 ? 0 : number(path.get(1)));
    }

    private RedisServer cluster(Optional<Login> login) {
        require(path.isEmpty() || path.equals(List.of("0")), "has a database; a cluster has none");
        return server(new Cluster(nodes(PORT)), Transport.PLAIN, login, 0);
    }

    private static RedisServer server(Place place, Transport transport, Optional<Login> login, int database) {
        return new RedisServer(place, transport, login, Optional.empty(), database, RedisServer.CLIENT_NAME);
    }

    private List<Node> nodes(int defaultPort) {
        List<Node> nodes = new ArrayList<>();
        for (String host : hosts.split(",", -1)) {
            nodes.add(node(host, defaultPort));
        }
        return nodes;
    }

    private static Node node(String text, int defaultPort) {
        int bracket = text.indexOf(']');
        int colon = text.indexOf(':', Math.max(bracket, 0));
        String host = colon < 0 ? text : text.substring(0, colon);
        if (bracket >= 0) {
            require(host.startsWith("[") && host.endsWith("]"), "has a host that is none: an IPv6 address stands in brackets");
            host = host.substring(1, bracket);
        }
        require(!host.isEmpty() && host.chars().allMatch(c -> c > ' ' && c != '%' && c < 0x7f),
                "has no host; write, for example, redis://localhost:6379");
        int port = colon < 0 ? defaultPort : number(text.substring(colon + 1));
        require(port >= 1 && port <= 65_535, "has a port that is none");
        return new Node(host, port);
    }

    private static Login login(String userInfo) {
        int colon = userInfo.indexOf(':');
        require(colon >= 0, "has a user without a password; write user:password@ or :password@");
        String user = decoded(userInfo.substring(0, colon));
        return new Login(user.isEmpty() ? Optional.empty() : Optional.of(user), Secret.of(decoded(userInfo.substring(colon + 1))));
    }

    private static int number(String digits) {
        require(!digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9'),
                "has a port or database that is no number");
        return Integer.parseInt(digits);
    }

    /** A plus sign stands for itself. */
    private static String decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
                require(high >= 0 && low >= 0, "has a % that is not followed by two hexadecimal digits; write %25 for %");
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
