package dev.etagere.sample.readme;

import dev.etagere.jaxrs.Validator;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;

/** Never changes. */
public final class RowVersion implements Validator {
    @Override
    public Optional<Version> current(ContainerRequestContext request) {
        return Optional.of(Version.of(1));
    }
}
