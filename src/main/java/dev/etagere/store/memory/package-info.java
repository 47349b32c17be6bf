/** One process's store, in Caffeine. */
@NullMarked
package dev.etagere.store.memory;

import org.jspecify.annotations.NullMarked;
