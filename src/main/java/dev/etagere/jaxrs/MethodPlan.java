package dev.etagere.jaxrs;

import dev.etagere.event.TagTemplate;
import dev.etagere.response.CachePolicy;
import dev.etagere.response.Observed;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is done with the requests that a resource method answers; worked out once. */
sealed interface MethodPlan {

    /** Nothing for requests that only read; others invalidate their URI. */
    record Plain() implements MethodPlan {
    }

    /** Its responses are cached by nobody. */
    record Never() implements MethodPlan {
    }

    /**
     * Its responses are cached.
     *
     * @param seen what it declares to look at
     * @param parameters whether its tags have parameters
     * @param roles without one of which the method itself is to answer
     * @param unshared why its responses are not cached in spite of the annotation
     */
    record Caches(CachePolicy policy, Observed seen, boolean parameters, Set<String> roles, Optional<Validator> validator,
            Optional<CacheCondition> condition, Optional<TagContributor> contributor, Optional<String> unshared) implements MethodPlan {

        /** The same for a method that was reached by what looked at more. */
        Caches seeing(Observed more, Optional<String> why) {
            return new Caches(policy, more, parameters, roles, validator, condition, contributor, why);
        }

        /** The same, kept for nobody. */
        Caches unshared(String why) {
            return seeing(seen, Optional.of(why));
        }
    }

    /** Its success evicts. */
    record Evicts(List<TagTemplate> tags, List<TagTemplate> expire, boolean parameters) implements MethodPlan {
    }
}
