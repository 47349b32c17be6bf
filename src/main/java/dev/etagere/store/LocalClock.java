package dev.etagere.store;

/** The eviction clock of one process. */
public final class LocalClock extends TableClock {

    /** @param maxTags how many tags' evictions are remembered, at least one; very long tags count for several */
    public LocalClock(int maxTags) {
        super(maxTags);
    }

    @Override
    public Numbered make(Change change) {
        synchronized (lock) {
            long number = position() + 1;
            enter(change, number);
            publish(number);
            return new Numbered(number, true);
        }
    }
}
