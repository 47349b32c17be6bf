package dev.etagere.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.store.redis.RedisServer.Cluster;
import dev.etagere.store.redis.RedisServer.Node;
import dev.etagere.store.redis.RedisServer.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ClientKillParams;
import redis.clients.jedis.params.MigrateParams;
import redis.clients.jedis.util.JedisClusterCRC16;
import redis.embedded.RedisShardedCluster;
import redis.embedded.core.RedisServerBuilder;

/** Three primaries, each with a third of the slots, and what may become of them. */
public final class TestCluster implements AutoCloseable {

    private static final int MIGRATE_MILLIS = 2_000;

    private final RedisShardedCluster cluster;
    private final Map<Integer, TestProcess> processes = new LinkedHashMap<>();

    private TestCluster(int replicas) {
        try {
            Path directory = TestRedis.directory();
            cluster = RedisShardedCluster.newRedisCluster().serverPorts(TestPorts.free(3 * (1 + replicas)))
                    .withServerBuilder(new RedisServerBuilder().executableProvider(TestBinary.used().server()).bind("127.0.0.1")
                            .soutListener(TestBinary::forget).setting("dir " + directory)
                            .setting("save \"\"").setting("cluster-node-timeout 1500")
                            .setting("repl-diskless-sync yes").setting("repl-diskless-sync-delay 0"))
                    .shard("a", replicas).shard("b", replicas).shard("c", replicas).initializationTimeout(Duration.ofSeconds(30)).build();
            cluster.start();
            awaitAgreement();
            cluster.servers().stream().map(TestProcess::new).forEach(process -> processes.put(process.port(), process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each of them learns a little later than the others that all slots are served. */
    private void awaitAgreement() {
        for (int port : ports()) {
            Nodes.eventually(() -> at(port, node -> node.clusterInfo().contains("cluster_state:ok")));
        }
    }

    public static TestCluster started() {
        return new TestCluster(0);
    }

    /** With a replica for each primary, which takes its place when it has not been heard of for that time. */
    public static TestCluster withReplicas(Duration timeout) {
        TestCluster started = new TestCluster(1);
        started.ports().forEach(port -> started.at(port, node ->
                node.configSet("cluster-node-timeout", Long.toString(timeout.toMillis()))));
        return started;
    }

    public List<Integer> ports() {
        return cluster.serverPorts();
    }

    public RedisServer address() {
        return new RedisServer(new Cluster(ports().stream().map(port -> new Node("127.0.0.1", port)).toList()), Transport.PLAIN,
                Optional.empty(), Optional.empty(), 0, "test");
    }

    /** Options with a namespace that nobody else has. */
    public RedisOptions options() {
        return RedisOptions.of(address(), TestRedis.newNamespace()).withTimeLimit(Duration.ofSeconds(5))
                .withConnectTimeout(Duration.ofSeconds(5));
    }

    private <T> T at(int port, Function<Jedis, T> call) {
        try (Jedis node = TestProcess.client(port)) {
            return call.apply(node);
        }
    }

    /** A server as some server describes it. */
    private record Member(String id, int port, List<String> flags, String primary, long epoch,
            List<String> slots) {

        private static Member of(String line) {
            String[] parts = line.split(" ");
            return new Member(parts[0], Integer.parseInt(parts[1].replaceAll(".*:(\\d+)@.*", "$1")), List.of(parts[2].split(",")), parts[3],
                    Long.parseLong(parts[6]), List.of(parts).subList(8, parts.length));
        }

        private boolean isAs(Member other) {
            return id.equals(other.id) && epoch == other.epoch && slots.equals(other.slots);
        }

        private boolean serves() {
            return flags.contains("master") && !flags.contains("fail") && !slots.isEmpty();
        }

        private boolean holds(int slot) {
            return slots.stream().filter(range -> !range.startsWith("[")).map(range -> range.split("-")).anyMatch(range ->
                    Integer.parseInt(range[0]) <= slot && slot <= Integer.parseInt(range[range.length - 1]));
        }
    }

    private List<Member> members(int asked) {
        return at(asked, node -> node.clusterNodes().lines().map(Member::of).toList());
    }

    private List<Member> members() {
        for (int port : ports()) {
            try {
                return members(port);
            } catch (JedisException away) {
                continue;
            }
        }
        throw new IllegalStateException("no server is there");
    }

    /** The ports of those that have slots. */
    public List<Integer> primaries() {
        return members().stream().filter(Member::serves).map(Member::port).toList();
    }

    public int primaryOf(int slot) {
        return members().stream().filter(member -> member.serves() && member.holds(slot)).findFirst().orElseThrow().port();
    }

    /** One of its replicas: after some changes a primary may have none, and another one two. */
    public OptionalInt replicaOf(int primary) {
        List<Member> all = members();
        return all.stream().filter(member -> member.primary().equals(idOf(all, primary))).mapToInt(Member::port).findFirst();
    }

    /** Whether all see all, every slot is served, and each replica follows its primary. */
    public boolean isWell() {
        try {
            return ports().stream().allMatch(port -> at(port, node -> node.clusterInfo().contains("cluster_state:ok"))
                    && members(port).stream().allMatch(TestCluster::isWell)
                    && members(port).stream().filter(Member::serves).count() == 3
                    && at(port, node -> node.info("replication").matches("(?s).*(role:master|master_link_status:up).*"))) && agrees();
        } catch (JedisException away) {
            return false;
        }
    }

    /** Ends what was left of moves in the middle of which a server was replaced. */
    public void endMoves() {
        for (int port : ports()) {
            try {
                members(port).stream().filter(member -> member.flags().contains("myself")).flatMap(member -> member.slots().stream())
                        .filter(slot -> slot.startsWith("[")).map(slot -> Integer.parseInt(slot.replaceAll("\\[(\\d+)-.*", "$1")))
                        .forEach(slot -> at(port, node -> node.clusterSetSlotStable(slot)));
            } catch (JedisException away) {
                continue;
            }
        }
    }

    /** As each of them sees it. */
    @Override
    public String toString() {
        StringBuilder all = new StringBuilder();
        for (int port : ports()) {
            try {
                all.append(port).append(": ").append(at(port, Jedis::clusterInfo).lines().findFirst().orElse("")).append('\n')
                        .append(this.<String>at(port, Jedis::clusterNodes)).append(this.<String>at(port, node -> node.info("replication")));
            } catch (JedisException away) {
                all.append(port).append(": ").append(away).append('\n');
            }
        }
        return all.toString();
    }

    private static boolean isWell(Member member) {
        return member.flags().stream().noneMatch(flag -> flag.startsWith("fail") || flag.equals("handshake") || flag.equals("noaddr"))
                && member.slots().stream().noneMatch(slot -> slot.startsWith("["));
    }

    /** Whether all see the same, and will not change their minds: of two who say that a slot is theirs, the later epoch is believed. */
    private boolean agrees() {
        List<Member> seen = members().stream().filter(Member::serves).toList();
        return seen.stream().map(Member::epoch).distinct().count() == seen.size() && ports().stream().allMatch(port ->
                members(port).stream().filter(Member::serves).allMatch(member -> seen.stream().anyMatch(member::isAs)));
    }

    public void awaitMoved() {
        assertThat(Nodes.eventually(this::agrees)).as("it agrees: %s", this).isTrue();
    }

    /**
     * Moves a slot with what is in it, as one does to spread the load anew: one key after another, while all goes on. Some servers may
     * learn of it later.
     */
    public void move(int slot, int to) {
        move(slot, to, () -> { });
    }

    /** @param between is done when the first key has been moved */
    public void move(int slot, int to, Runnable between) {
        int from = primaryOf(slot);
        if (from == to) {
            return;
        }
        List<Member> all = members();
        String fromId = idOf(all, from);
        String toId = idOf(all, to);
        at(to, node -> node.clusterSetSlotImporting(slot, fromId));
        at(from, node -> node.clusterSetSlotMigrating(slot, toId));
        at(from, node -> {
            boolean first = true;
            for (List<byte[]> keys = node.clusterGetKeysInSlotBinary(slot, 1); !keys.isEmpty();
                    keys = node.clusterGetKeysInSlotBinary(slot, 1)) {
                node.migrate("127.0.0.1", to, MIGRATE_MILLIS, new MigrateParams().replace(), keys.get(0));
                if (first) {
                    between.run();
                    first = false;
                }
            }
            return slot;
        });
        at(to, node -> node.clusterSetSlotNode(slot, toId));
        at(from, node -> node.clusterSetSlotNode(slot, toId));
        all.stream().filter(Member::serves).filter(member -> member.port() != to && member.port() != from)
                .forEach(member -> at(member.port(), node -> node.clusterSetSlotNode(slot, toId)));
    }

    private static String idOf(List<Member> all, int port) {
        return all.stream().filter(member -> member.port() == port).findFirst().orElseThrow().id();
    }

    /** The slots of some keys that a server has. */
    public List<Integer> someSlots(int port, int count) {
        return at(port, node -> Stream.generate(node::randomBinaryKey).limit(count).filter(Objects::nonNull)
                .map(JedisClusterCRC16::getSlot).distinct().toList());
    }

    /** A replica is told to take its primary's place without need, as before maintenance; it may not come to that. */
    public void failOver(int replica) {
        try {
            at(replica, Jedis::clusterFailover);
        } catch (JedisDataException already) {
            return;
        }
    }

    /** Ends all connections of clients that a server has. */
    public void cut(int port) {
        at(port, node -> node.clientKill(new ClientKillParams().type(ClientType.NORMAL)
                .skipMe(ClientKillParams.SkipMe.YES)));
    }

    public void kill(int port) {
        processes.get(port).kill();
    }

    /** With nothing in it but what it knows of the cluster. */
    public void revive(int port) {
        processes.get(port).revive();
    }

    public void hang(int port) {
        processes.get(port).hang();
    }

    public void resume(int port) {
        processes.get(port).resume();
    }

    @Override
    public void close() {
        processes.values().forEach(TestProcess::resume);
        try {
            cluster.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
