/** Caching for JAX-RS: register {@link dev.etagere.jaxrs.CachedFeature} and annotate resources with {@link dev.etagere.jaxrs.Cached}. */
@NullMarked
package dev.etagere.jaxrs;

import org.jspecify.annotations.NullMarked;
