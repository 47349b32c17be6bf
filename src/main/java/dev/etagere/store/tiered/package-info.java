/** A store in the memory of the process before one that several nodes share. */
@NullMarked
package dev.etagere.store.tiered;

import org.jspecify.annotations.NullMarked;
