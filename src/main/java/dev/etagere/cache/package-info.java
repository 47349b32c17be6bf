/** The tagged data cache over a store: find, put, evict by tag; single flight; statistics; where a store's failure becomes a miss. */
@NullMarked
package dev.etagere.cache;

import org.jspecify.annotations.NullMarked;
