package dev.etagere.jaxrs;

import dev.etagere.response.Scope;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The responses of a GET method are cached; on a class, those of all its GET methods that do not say otherwise themselves. What a member
 * does not say is taken from {@link #policy}, where one is named. Mistakes stop the start of the application, with class and method.
 *
 * <p>{@code @Cached(ttl = "30m", tags = "product:{id}")}
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Cached {

    /** How long a response is fresh: {@code 30s}, {@code 5m}, {@code 1h30m}, {@code PT30M}; at most a year. */
    String ttl() default "";

    /** The name of a policy in the configuration; the other members stand above it. */
    String policy() default "";

    /** How long clients are told they may use it, {@code 0} included; else what remains of the ttl. */
    String clientTtl() default "";

    /** Who shares it; at most one, else {@link Scope#AUTO}: everyone while anonymous, each user alone when authenticated. */
    Scope[] scope() default {};

    /** The only query parameters that tell responses apart; {@code ""} alone: none does. Else all do. */
    String[] query() default {};

    /** Query parameters that do not tell responses apart. Not together with {@link #query}. */
    String[] ignoreQuery() default {};

    /** Request fields by which responses differ, beside those that the method's signature and the response name. */
    String[] vary() default {};

    /** Further parts of the key: a department, a tenant. */
    Class<? extends KeyPart>[] key() default {};

    /** Tags, as templates over path, query and matrix parameters: {@code "product:{id}"}. */
    String[] tags() default {};

    /** Adds tags that only the returned entity can tell. */
    Class<? extends TagContributor> tagsFrom() default TagContributor.class;

    /** Asked before the method runs; where it knows the current version, a 304 needs no run of the method. */
    Class<? extends Validator> validator() default Validator.class;

    /** Decides which requests, and which responses, are cached. */
    Class<? extends CacheCondition> condition() default CacheCondition.class;

    /** How long after the ttl it may be served while one request refreshes it (RFC 5861 §3). */
    String staleWhileRevalidate() default "";

    /** How long after the ttl it may be served where the method fails (RFC 5861 §4). */
    String staleIfError() default "";

    /** Which statuses the ttl is for; else 200 alone. */
    int[] statuses() default {};
}
