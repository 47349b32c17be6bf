package dev.etagere.persistence;

import dev.etagere.event.CommitHook;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * JTA transactions, by the registry that every Jakarta EE server has under a name of JNDI; elsewhere the application names its own with
 * {@link #use}. Safe for use by many threads.
 */
public final class JtaTransactions implements CommitHook {

    private static final String NAME = "java:comp/TransactionSynchronizationRegistry";

    private static volatile @Nullable TransactionSynchronizationRegistry given;

    /** For events. */
    public JtaTransactions() {
    }

    /** From now on this registry is asked rather than the one of JNDI. */
    public static void use(TransactionSynchronizationRegistry registry) {
        given = registry;
    }

    /** From now on the registry of JNDI is asked, if there is one. */
    public static void useJndi() {
        given = null;
    }

    @Override
    public boolean afterCommit(Runnable action) {
        Optional<TransactionSynchronizationRegistry> found = registry();
        if (found.isEmpty()) {
            return false;
        }
        int status = found.get().getTransactionStatus();
        if (status != Status.STATUS_ACTIVE && status != Status.STATUS_MARKED_ROLLBACK && status != Status.STATUS_PREPARING) {
            return false;
        }
        try {
            found.get().registerInterposedSynchronization(new AfterCommit(action));
            return true;
        } catch (IllegalStateException markedForRollback) {
            return status == Status.STATUS_MARKED_ROLLBACK;
        }
    }

    private static Optional<TransactionSynchronizationRegistry> registry() {
        TransactionSynchronizationRegistry named = given;
        if (named != null) {
            return Optional.of(named);
        }
        try {
            return InitialContext.doLookup(NAME) instanceof TransactionSynchronizationRegistry registry
                    ? Optional.of(registry) : Optional.empty();
        } catch (NamingException notThere) {
            return Optional.empty();
        }
    }

    private record AfterCommit(Runnable action) implements Synchronization {

        @Override
        public void beforeCompletion() {
            // What it waits for is the commit itself.
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED || status == Status.STATUS_UNKNOWN) {
                action.run();
            }
        }
    }
}
