/** The same suite on each JAX-RS implementation; the build runs it once with each. */
@NullMarked
package dev.etagere.jaxrs;

import org.jspecify.annotations.NullMarked;
