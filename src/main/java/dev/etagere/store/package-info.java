/** The store interface, the stored entry and the eviction clock. */
@NullMarked
package dev.etagere.store;

import org.jspecify.annotations.NullMarked;
