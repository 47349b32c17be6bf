package dev.etagere.jaxrs;

import dev.etagere.http.EntityTag;
import dev.etagere.http.Headers;
import dev.etagere.http.HttpDates;
import dev.etagere.http.Validators;
import dev.etagere.response.KeyContributor;
import dev.etagere.response.Scope;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes of what a validator says what stands on a response. */
final class Versions {

    /** The identity of the method is the first part of every key, and tells nothing apart at one URI that its own tags do not. */
    private static final int OWN_PARTS = 1;
    private static final int SALT_LENGTH = 10;

    private Versions() {
    }

    /** The version's tag; one for each user, and each part of the key, where responses are told apart by them. */
    static EntityTag tag(jakarta.ws.rs.core.EntityTag tag, JaxrsRequest request, MethodPlan.Caches plan) {
        StringBuilder apart = new StringBuilder();
        if (plan.policy().scope() != Scope.PUBLIC) {
            request.user().ifPresent(user -> append(apart.append('u'), user));
        }
        List<KeyContributor> keys = plan.policy().keys();
        for (KeyContributor key : keys.subList(OWN_PARTS, keys.size())) {
            append(apart.append('k'), key.contribute(request).orElse(""));
        }
        String opaque = safe(tag.getValue());
        if (apart.isEmpty()) {
            return new EntityTag(tag.isWeak(), opaque);
        }
        byte[] bytes = apart.toString().getBytes(StandardCharsets.UTF_8);
        return new EntityTag(tag.isWeak(), opaque + '-' + EntityTag.ofContent(bytes, 0, bytes.length).opaque().substring(0, SALT_LENGTH));
    }

    private static void append(StringBuilder apart, String part) {
        apart.append(part.length()).append(':').append(part);
    }

    /** As it is, or a digest of it where no tag may look like that. */
    private static String safe(String opaque) {
        if (opaque.chars().allMatch(c -> c > ' ' && c != '"' && c != 0x7F)) {
            return opaque;
        }
        byte[] bytes = opaque.getBytes(StandardCharsets.UTF_8);
        return EntityTag.ofContent(bytes, 0, bytes.length).opaque();
    }

    /** As the fields of a response. */
    static Headers fields(Validator.Version version, JaxrsRequest request, MethodPlan.Caches plan) {
        Headers.Builder fields = Headers.builder();
        version.tag().ifPresent(tag -> fields.set("ETag", tag(tag, request, plan).toString()));
        version.lastModified().ifPresent(time -> fields.set("Last-Modified", HttpDates.format(time)));
        return fields.build();
    }

    /** To compare with what a request has. */
    static Validators validators(Validator.Version version, JaxrsRequest request, MethodPlan.Caches plan) {
        Validators read = Validators.of(fields(version, request, plan));
        return new Validators(read.entityTag(), read.lastModified(), Optional.empty());
    }

    /** What a 304 tells of the terms on which the 200 in its place would have been made (RFC 9110 §15.4.5). */
    static Map<String, String> terms(JaxrsRequest request, MethodPlan.Caches plan) {
        boolean own = plan.policy().scope() != Scope.PUBLIC && request.user().isPresent();
        long maxAge = plan.policy().clientTtl().orElse(plan.policy().ttl()).toSeconds();
        Set<String> vary = new LinkedHashSet<>(plan.policy().vary());
        vary.addAll(plan.seen().headers());
        String control = (own ? "private" : "public") + ", max-age=" + maxAge;
        return vary.isEmpty() ? Map.of("Cache-Control", control) : Map.of("Cache-Control", control, "Vary", String.join(", ", vary));
    }
}
