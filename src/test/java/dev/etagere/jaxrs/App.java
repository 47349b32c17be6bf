package dev.etagere.jaxrs;

import dev.etagere.Etagere;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A running application with a cache whose clock is set by hand. */
final class App implements AutoCloseable {

    final HandClock clock = new HandClock();
    final Etagere etagere = Etagere.builder().clock(clock).cacheStatus("test").maxWait(Duration.ofSeconds(2))
            .policy("hour", policy -> policy.ttl(Duration.ofHours(1))).build();
    private final Server server;
    final Client client;

    App(Object... components) {
        List<Object> all = new ArrayList<>(List.of(components));
        all.add(new CachedFeature(etagere));
        server = Server.start(all.toArray());
        client = new Client(server.port());
    }

    Client.Answer get(String path, String... headers) {
        return client.get(path, headers);
    }

    @Override
    public void close() {
        server.close();
        etagere.close();
    }
}
