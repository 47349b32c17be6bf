package dev.etagere.event;

/**
 * Knows a kind of transactions. Those that the class path has under {@code META-INF/services} of this name are asked in turn; must be safe
 * for use by many threads.
 */
public interface CommitHook {

    /**
     * Has the action run after the commit of the transaction that the thread is in, by whatever thread, and never if that rolls back.
     *
     * @return false where the thread is in no transaction that this knows of; the action is not run then
     */
    boolean afterCommit(Runnable action);
}
