package dev.etagere.store;

/**
 * What one node knows of a clock that it shares with others. <em>Attached</em>, it has the shared clock's epoch, and its position is the
 * number up to which it was told every eviction, in order. <em>Detached</em>, it is a clock of its own with an epoch of its own: what is
 * loaded then is of no use to others, nor to this node when it is attached again, as nobody knows what the others evicted meanwhile.
 * It begins detached.
 */
public final class MirrorClock extends TableClock {

    private volatile boolean attached;
    private long leftEpoch;
    private long leftAt;

    /** @param maxTags how many tags' evictions are remembered, at least one; very long tags count for several */
    public MirrorClock(int maxTags) {
        super(maxTags);
    }

    /** Whether it has the shared clock's epoch. */
    public boolean isAttached() {
        return attached;
    }

    /** Follows the shared clock from that position on; what was loaded before it is not valid, as it is not known what was evicted. */
    public void attach(long sharedEpoch, long position) {
        synchronized (lock) {
            noteWhere();
            attached = true;
            restart(sharedEpoch, position);
        }
    }

    /** Goes on alone: nothing that was loaded before is valid. Does nothing where it is detached already. */
    public void detach() {
        synchronized (lock) {
            if (attached) {
                noteWhere();
                attached = false;
                restart(newEpoch(), 0);
            }
        }
    }

    private void noteWhere() {
        if (attached) {
            leftAt = leftEpoch == epoch() ? Math.max(leftAt, position()) : position();
            leftEpoch = epoch();
        }
    }

    /**
     * Where the shared clock stood when it was left last, under that epoch; else {@link Long#MIN_VALUE}. What is near has fences up to
     * there; a clock that goes on from before that has forgotten some of its evictions.
     */
    public long leftAt(long sharedEpoch) {
        synchronized (lock) {
            return leftEpoch == sharedEpoch ? leftAt : Long.MIN_VALUE;
        }
    }

    /**
     * The shared clock's next eviction. Where its number is not the next one, those between are unknown and count as evictions of
     * everything; one that was told before is left out.
     */
    public void apply(long sharedEpoch, long number, Change change) {
        synchronized (lock) {
            if (follows(sharedEpoch) && number > position()) {
                if (number > position() + 1) {
                    raiseFloor(number - 1);
                }
                enter(change, number);
                publish(number);
            }
        }
    }

    /** The evictions up to that number are unknown, and count as evictions of everything. */
    public void skip(long sharedEpoch, long number) {
        synchronized (lock) {
            if (follows(sharedEpoch) && number > position()) {
                raiseFloor(number);
                publish(number);
            }
        }
    }

    /**
     * An eviction of this node to which the shared clock gave that number. It is in force at once, but the position stays until all before
     * it are known.
     *
     * @return false where that epoch is not followed now, and nothing was done
     */
    public boolean ahead(long sharedEpoch, long number, Change change) {
        synchronized (lock) {
            if (!follows(sharedEpoch)) {
                return false;
            }
            if (number > position()) {
                enter(change, number);
                publish(position());
            }
            return true;
        }
    }

    /** Whether a hard eviction of that tag with a higher number is remembered of the shared clock with that epoch. */
    public boolean isEvictedSince(long sharedEpoch, long number, Tag tag) {
        return lastHard(tag) > number && follows(sharedEpoch);
    }

    /** An eviction of this node of which the shared clock could not be told: the mirror goes on alone, and there it is in force at once. */
    @Override
    public Numbered make(Change change) {
        synchronized (lock) {
            detach();
            long number = position() + 1;
            enter(change, number);
            publish(number);
            return new Numbered(0, false);
        }
    }

    private boolean follows(long sharedEpoch) {
        return attached && epoch() == sharedEpoch;
    }
}
