package dev.etagere.response;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Named presets of an application. Immutable. */
public final class Policies {

    /** None. */
    public static final Policies NONE = new Policies(Map.of());

    private final Map<String, CachePolicy.Builder> presets;

    private Policies(Map<String, CachePolicy.Builder> presets) {
        this.presets = presets;
    }

    /** In the map's order; what is done with its builders later changes nothing here. */
    public static Policies of(Map<String, CachePolicy.Builder> presets) {
        Map<String, CachePolicy.Builder> copies = new LinkedHashMap<>();
        presets.forEach((name, preset) -> copies.put(name, preset.copy()));
        return new Policies(copies);
    }

    /** A builder that starts with what the preset says; it may have no ttl. */
    public Optional<CachePolicy.Builder> named(String name) {
        return Optional.ofNullable(presets.get(name)).map(CachePolicy.Builder::copy);
    }

    /** All names. */
    public Set<String> names() {
        return Set.copyOf(presets.keySet());
    }
}
