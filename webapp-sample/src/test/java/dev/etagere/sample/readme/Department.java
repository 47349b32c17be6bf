package dev.etagere.sample.readme;

import dev.etagere.jaxrs.KeyPart;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;

/** The same for all who ask. */
public final class Department implements KeyPart {
    @Override
    public Optional<String> of(ContainerRequestContext request) {
        return Optional.of("home");
    }
}
