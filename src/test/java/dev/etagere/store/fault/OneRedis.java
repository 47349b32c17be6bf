package dev.etagere.store.fault;

import dev.etagere.store.fault.Proxy.Fault;
import dev.etagere.store.redis.RedisOptions;
import dev.etagere.store.redis.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/** One server, with a network of its own before each node. */
final class OneRedis implements Stage {

    private final RealRedis redis = new RealRedis();
    private final List<Proxy> proxies = new ArrayList<>();

    OneRedis(int nodes) {
        for (int n = 0; n < nodes; n++) {
            proxies.add(new Proxy(redis.port()));
        }
    }

    @Override
    public RedisOptions options(int node, String namespace) {
        return RedisOptions.of(RedisServer.parse("redis://127.0.0.1:" + proxies.get(node).port()), namespace);
    }

    @Override
    public void fault(Random chance, String namespace) throws InterruptedException {
        Proxy proxy = proxies.get(chance.nextInt(proxies.size()));
        long lasts = 50 + chance.nextInt(chance.nextInt(6) == 0 ? 3_000 : 400);
        switch (chance.nextInt(5)) {
            case 0 -> {
                redis.hang();
                Thread.sleep(lasts);
                redis.resume();
            }
            case 1 -> {
                redis.kill();
                Thread.sleep(lasts);
                redis.start();
            }
            case 2 -> {
                try (RedisClient client = redis.client()) {
                    client.sendCommand(Command.REPLICAOF, "127.0.0.1", "1");
                    Thread.sleep(lasts);
                    client.sendCommand(Command.REPLICAOF, "NO", "ONE");
                }
            }
            default -> {
                Fault[] all = Fault.values();
                proxy.set(all[1 + chance.nextInt(all.length - 1)]);
                Thread.sleep(lasts);
                proxy.set(Fault.NONE);
            }
        }
    }

    @Override
    public void mend() {
        proxies.forEach(proxy -> proxy.set(Fault.NONE));
    }

    @Override
    public void close() {
        proxies.forEach(Proxy::close);
        redis.close();
    }
}
