/** The response engine: request key, policy, lookup, decision, completion; it knows neither servlets nor JAX-RS. */
@NullMarked
package dev.etagere.response;

import org.jspecify.annotations.NullMarked;
