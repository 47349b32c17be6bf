package dev.etagere.jaxrs;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What this method makes out of date, once it has succeeded (a status below 400) and the transaction around it has been committed; never
 * when it failed or was rolled back. The answer leaves after that. On a class it is for the methods that change things: all but GET, HEAD
 * and OPTIONS.
 */
@Documented
@Inherited
@Repeatable(Evict.All.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Evict {

    /** Tags, as templates over path, query and matrix parameters: {@code "product:{id}"}. */
    String[] tags() default {};

    /**
     * Paths as {@code @Path} has them, from the application's base: {@code "/products/{id}"}. Every cached response of such a path goes,
     * whatever its query, host and variant.
     */
    String[] paths() default {};

    /** Whether what is evicted may still be served while it is refreshed, where its policy has a stale window. */
    boolean soft() default false;

    /** Several of them. */
    @Documented
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @interface All {
        /** In any order. */
        Evict[] value();
    }
}
