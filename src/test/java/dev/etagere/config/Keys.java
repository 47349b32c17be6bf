package dev.etagere.config;

import dev.etagere.response.KeyContributor;
import dev.etagere.response.RequestView;
import java.util.Objects;
import java.util.Optional;

/** Key contributors, good and bad ones, for the setting {@code key}. */
public final class Keys {

    private Keys() {
    }

    /** Keys by a field. */
    public static final class Tenant implements KeyContributor {
        @Override
        public Optional<String> contribute(RequestView request) {
            return request.first("x-tenant");
        }
    }

    /** Cannot be made without a parameter. */
    public static final class NoDefault implements KeyContributor {
        private final String tenant;

        public NoDefault(String tenant) {
            this.tenant = Objects.requireNonNull(tenant);
        }

        @Override
        public Optional<String> contribute(RequestView request) {
            return Optional.of(tenant);
        }
    }

    /** Throws as it is made. */
    public static final class Failing implements KeyContributor {
        public Failing() {
            throw new IllegalStateException("no tenant");
        }

        @Override
        public Optional<String> contribute(RequestView request) {
            return Optional.empty();
        }
    }
}
