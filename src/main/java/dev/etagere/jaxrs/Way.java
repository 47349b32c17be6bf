package dev.etagere.jaxrs;

import dev.etagere.response.CachePolicy;
import dev.etagere.response.Observed;
import dev.etagere.response.Scope;
import jakarta.ws.rs.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The resources by whose locators a resource was found. What a locator looked at may be in the resource that it returned, and so in what
 * that answers.
 *
 * @param steps each resource with the one that it led to; not in order, so that there are not more of them than pairs of classes
 */
record Way(Set<Step> steps) {

    /** No locator at all. */
    static final Way DIRECT = new Way(Set.of());

    /** A resource, and the one that a locator of it returned. */
    record Step(Class<?> from, Class<?> to) {
    }

    /**
     * Empty where it cannot be told.
     *
     * @param matched the resources that matched, the last first; CXF gives their classes
     */
    static Optional<Way> of(Class<?> resource, List<Object> matched) {
        Set<Step> steps = new LinkedHashSet<>();
        Class<?> to = resource;
        for (int i = 0; i < matched.size(); i++) {
            Class<?> from = matched.get(i) instanceof Class<?> type ? type : matched.get(i).getClass();
            boolean itself = i == 0 && (from.isAssignableFrom(resource) || resource.isAssignableFrom(from));
            if (!itself) {
                steps.add(new Step(from, to));
                to = from;
            }
        }
        boolean known = !matched.isEmpty() || Annotations.on(resource, Path.class).isPresent();
        return known ? Optional.of(new Way(Set.copyOf(steps))) : Optional.empty();
    }

    /** The plan of a method that was reached so. */
    MethodPlan.Caches apply(MethodPlan.Caches plan) {
        CachePolicy policy = plan.policy();
        // One part of the key is the method itself.
        boolean hasParts = policy.keys().size() > 1;
        boolean named = policy.scope() != Scope.AUTO || !policy.vary().isEmpty() || hasParts;
        Observed seen = plan.seen();
        Set<String> headers = new LinkedHashSet<>(seen.headers());
        boolean cookies = seen.cookies();
        Optional<String> unshared = plan.unshared();
        for (Step step : steps) {
            Signature locators = Signature.ofLocators(step.from(), step.to());
            headers.addAll(locators.headers);
            cookies |= locators.cookies() && policy.scope() != Scope.USER && !hasParts;
            boolean blind = locators.opaque().isPresent() && !named || locators.writesPast()
                    || locators.query.stream().anyMatch(name -> !PlanChecks.counts(policy.query(), name));
            unshared = blind ? Optional.of("locator") : unshared;
        }
        Observed both = new Observed(Set.copyOf(headers), seen.user(), seen.session(), cookies, seen.client(), seen.sessionStarted(),
                seen.content());
        return plan.seeing(both, unshared);
    }
}
