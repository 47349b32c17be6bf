package dev.etagere.store.redis;

import dev.etagere.store.redis.RedisServer.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;

/** Users in Redis who may do what docs/redis.md says that they need, and nothing else. */
public final class TestAcl {

    private static final String COMMAND = "ACL SETUSER shop ";

    private TestAcl() {
    }

    /** The same as such a user of that namespace, on servers at these ports. */
    public static RedisOptions restricted(RedisOptions options, List<Integer> ports) {
        String user = options.namespace();
        ports.forEach(port -> set(port, user, rules(user)));
        RedisServer server = options.server().with(new Login(Optional.of(user), Secret.of("change-me")));
        return new RedisOptions(server, options.namespace(), options.version(), options.poolSize(), options.connectTimeout(),
                options.timeLimit(), options.maxSilence(), options.bounds());
    }

    /** The rules of the page, for that namespace. */
    static String[] rules(String namespace) {
        try {
            String page = Files.readString(Path.of("docs/redis.md"));
            int at = page.indexOf(COMMAND);
            String command = page.substring(at + COMMAND.length(), page.indexOf("```", at)).trim();
            return command.replace("{shop}", "{" + namespace + "}").replace("~shop", "~" + namespace).split("\\s+");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void set(int port, String user, String... rules) {
        try (Jedis admin = new Jedis("127.0.0.1", port)) {
            String[] arguments = Stream.concat(Stream.of("SETUSER", user), Stream.of(rules)).toArray(String[]::new);
            admin.sendCommand(() -> "ACL".getBytes(StandardCharsets.US_ASCII), arguments);
        }
    }
}
