/**
 * Entities of Jakarta Persistence, transactions and CDI as sources of events: what a committed transaction changed is evicted, and what is
 * loaded within a transaction is as old as that. Nothing of this is needed by who does not use it.
 */
@NullMarked
package dev.etagere.persistence;

import org.jspecify.annotations.NullMarked;
