package dev.etagere.jaxrs;

import dev.etagere.event.TagTemplate;
import dev.etagere.response.CachePolicy;
import dev.etagere.response.QueryKey;
import dev.etagere.response.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Whether what an annotation says fits the method that it stands on. */
record PlanChecks(Consumer<String> mistakes) {

    void check(CachePolicy policy, Signature signature, Roles roles, Optional<Set<String>> path) {
        if (policy.scope() == Scope.PUBLIC && !roles.names().isEmpty()) {
            mistakes.accept("demands a role, so its responses cannot be in the scope PUBLIC, which gives them to everyone");
        }
        List<String> uncounted = signature.query.stream().filter(name -> !counts(policy.query(), name)).toList();
        if (!uncounted.isEmpty()) {
            mistakes.accept("has the query parameter " + String.join(", ", uncounted) + ", but its key leaves that out: two requests that "
                    + "differ in it would get the same response");
        }
        Set<String> named = new TreeSet<>(signature.named());
        if (policy.query().mode() == QueryKey.Mode.ONLY) {
            named.addAll(policy.query().names());
        }
        parameters(policy.tags(), named, path);
    }

    /** Whether each parameter of a template is one of the path, or one that the method takes from the query or the path's matrix. */
    void parameters(List<TagTemplate> templates, Set<String> named, Optional<Set<String>> path) {
        if (path.isEmpty()) {
            return;
        }
        Set<String> known = new TreeSet<>(path.get());
        known.addAll(named);
        for (TagTemplate template : templates) {
            List<String> unknown = new ArrayList<>(template.parameters());
            unknown.removeAll(known);
            if (!unknown.isEmpty()) {
                mistakes.accept("has \"" + template.toString().replace(PlanReader.PATH_TAG, "") + "\" with {" + unknown.get(0)
                        + "}, but neither its path nor a query or matrix parameter of it has that name"
                        + (known.isEmpty() ? "" : " (there is: " + String.join(", ", known) + ")"));
            }
        }
    }

    /** Whether two requests that differ in this parameter are told apart. */
    static boolean counts(QueryKey query, String name) {
        return switch (query.mode()) {
            case ALL -> true;
            case ONLY -> query.names().contains(name);
            case IGNORE -> !query.names().contains(name);
        };
    }
}
