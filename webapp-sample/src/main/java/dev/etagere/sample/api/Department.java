package dev.etagere.sample.api;

import dev.etagere.cache.Cache;
import dev.etagere.jaxrs.KeyPart;
import dev.etagere.sample.shop.Offer;
import dev.etagere.sample.shop.Orders;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.util.Optional;

/**
 * The department of whoever asks, as a part of the key: all of one department share a response. It is asked on hits too, so it is kept in
 * a cache of its own, until the customer's row changes. Safe for use by many threads.
 */
public final class Department implements KeyPart {

    private static final Duration TTL = Duration.ofHours(1);

    private final Orders orders;
    private final Cache<String> departments;

    Department(Orders orders, Cache<String> departments) {
        this.orders = orders;
        this.departments = departments;
    }

    @Override
    public Optional<String> of(ContainerRequestContext request) {
        return Optional.of(of(request.getSecurityContext()));
    }

    /** That of everyone, for those who are no customers or have not said who they are. */
    String of(SecurityContext security) {
        if (security.getUserPrincipal() == null) {
            return Offer.HOME;
        }
        String login = security.getUserPrincipal().getName();
        return departments.load(login, TTL, key -> orders.department(key).orElse(Offer.HOME), "customer:" + login)
                .value().orElse(Offer.HOME);
    }
}
