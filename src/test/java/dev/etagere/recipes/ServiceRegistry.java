package dev.etagere.recipes;

import dev.etagere.Etagere;
import dev.etagere.cache.Cache;
import dev.etagere.cache.CacheKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Which instances of a service there are; one that is not heard of for 30 s is not one any more. */
// region registry
public final class ServiceRegistry {

    /** As an instance was last reported. */
    public enum Health { HEALTHY, UNHEALTHY }

    /** Where a service can be had. */
    public record Instance(String service, String id, String host, int port, Health health, Instant registered) {
    }

    private static final Duration TTL = Duration.ofSeconds(30);

    private final Cache<Instance> instances;
    private final InstantSource time;

    public ServiceRegistry(Etagere etagere, InstantSource time) {
        this.instances = etagere.cache("services", Instance.class);
        this.time = time;
    }

    public void register(String service, String id, String host, int port) {
        put(new Instance(service, id, host, port, Health.HEALTHY, time.instant()));
    }

    /** Prolongs the registration without writing it; false: it is over, register again. */
    public boolean heartbeat(String service, String id) {
        return instances.touch(key(service, id), TTL);
    }

    /** False where the instance is not registered. */
    public boolean report(String service, String id, Health health) {
        Optional<Instance> known = instances.get(key(service, id));
        known.ifPresent(is -> put(new Instance(is.service(), is.id(), is.host(), is.port(), health, is.registered())));
        return known.isPresent();
    }

    public void deregister(String service, String id) {
        instances.evict(key(service, id));
    }

    public Collection<Instance> all(String service) {
        return List.copyOf(instances.getByTag("service:" + service).values());
    }

    public Collection<Instance> healthy(String service) {
        return List.copyOf(instances.getByAllTags("service:" + service, Health.HEALTHY.name()).values());
    }

    private void put(Instance instance) {
        instances.put(key(instance.service(), instance.id()), instance, TTL, "service:" + instance.service(), instance.health().name());
    }

    private static String key(String service, String id) {
        return CacheKeys.of(service, id).key();
    }
}
// endregion
