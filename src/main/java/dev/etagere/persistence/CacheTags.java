package dev.etagere.persistence;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On an entity: when one is created, updated or removed, {@code type} and {@code type:id} are evicted, and the tags named here; once the
 * transaction has committed. {@code @CacheTags("category:{category.id}")} on a product evicts the tags of its old and of its new category.
 *
 * <p>A name in braces is a path of attributes from the entity; {@code {id}} is the entity's id and {@code {type}} its type. A path through
 * a collection gives one tag for each element. A path that ends at an entity gives that entity's id. Subclasses inherit the annotation,
 * under the type of the class that has it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface CacheTags {

    /** Tags besides {@code type} and {@code type:id}. */
    String[] value() default {};

    /** The type of the events; by default the entity's name, its first letter in lower case. */
    String type() default "";
}
