/** A store that several nodes share, in Redis, and the eviction clock that they share with it. */
@NullMarked
package dev.etagere.store.redis;

import org.jspecify.annotations.NullMarked;
