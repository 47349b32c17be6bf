package dev.etagere.store.redis;

import dev.etagere.store.Change;
import java.util.Optional;

/**
 * An eviction in the log.
 *
 * @param change empty where all that was before is to be forgotten
 */
record Logged(long epoch, long number, Optional<Change> change) {
}
