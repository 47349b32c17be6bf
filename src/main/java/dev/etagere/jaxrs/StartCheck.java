package dev.etagere.jaxrs;

import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

/** Gets to see the resource classes as the application starts. */
final class StartCheck implements DynamicFeature {

    private final Plans plans;

    StartCheck(Plans plans) {
        this.plans = plans;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        plans.check(resource.getResourceClass());
    }
}
