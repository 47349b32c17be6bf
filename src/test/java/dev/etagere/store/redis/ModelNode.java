package dev.etagere.store.redis;

import dev.etagere.store.redis.ModelState.ModelEntry;
import java.io.ByteArrayOutputStream;

/** A node of a {@link ProtocolModel}: its mirror of the clock, what it keeps, and how far it has come with what it does. */
final class ModelNode {

    static final int AWAY = 0;
    static final int SENDING = 1;
    static final int FOLLOWING = 2;

    boolean attached;
    int epoch = -1;
    int position;
    int floor;
    int mark;
    boolean heard;
    ModelEntry near = new ModelEntry();
    ModelEntry alone = new ModelEntry();
    int loading;
    ModelEntry load = new ModelEntry();
    boolean fetching;
    int askedEpoch;
    int askedAt;
    int need;
    ModelEntry got = new ModelEntry();
    boolean evicting;
    int writing;
    int number;
    int madeIn;
    int madeOn;
    int pending;
    int recent;
    int phase = AWAY;
    int lastEpoch;
    int lastHome;
    int beat = -1;
    int beatDelivered;
    /** Own evictions that have returned are of this version. */
    int own;
    /** And those of others of which it must have heard. */
    int required;

    boolean hears() {
        return heard && attached;
    }

    boolean judge(ModelEntry entry) {
        return entry.epoch == epoch && entry.fence <= position && entry.fence >= floor && mark <= entry.fence;
    }

    void attach(int sharedEpoch, int at) {
        attached = true;
        restart(sharedEpoch, at);
    }

    private void restart(int newEpoch, int at) {
        epoch = newEpoch;
        position = at;
        floor = at;
        mark = 0;
    }

    /** Each epoch of its own is another one. */
    void detach(ModelState s) {
        if (attached) {
            attached = false;
            heard = false;
            beat = -1;
            beatDelivered = 0;
            restart(-1 - ++s.epochs, 0);
        }
    }

    /** Makes the eviction here, to be told later. */
    void keep(ModelState s) {
        pending = writing;
        own = writing;
        detach(s);
        position++;
        mark = position;
    }

    void ahead(ModelState s, boolean raising) {
        if (!attached || epoch != madeIn) {
            detach(s);
        } else if (number > position) {
            mark = Math.max(mark, number);
            position = raising ? number : position;
        }
    }

    void aheadOfOther(boolean raising) {
        if (epoch == madeIn && number > position && raising) {
            position = number;
        }
        evicted();
    }

    /** What died with a primary is not in force until it has been sent again. */
    void promiseNoMoreThan(int version) {
        own = Math.min(own, version);
        required = Math.min(required, version);
        need = Math.min(need, version);
        beatDelivered = Math.min(beatDelivered, version);
    }

    void evicted() {
        evicting = false;
        writing = 0;
        number = 0;
        madeIn = 0;
        madeOn = 0;
    }

    void forgetAsked() {
        fetching = false;
        askedEpoch = 0;
        askedAt = 0;
        need = 0;
    }

    ModelNode copy() {
        ModelNode copy = new ModelNode();
        copy.attached = attached;
        copy.epoch = epoch;
        copy.position = position;
        copy.floor = floor;
        copy.mark = mark;
        copy.heard = heard;
        copy.near = near.copy();
        copy.alone = alone.copy();
        copy.loading = loading;
        copy.load = load.copy();
        copy.fetching = fetching;
        copy.askedEpoch = askedEpoch;
        copy.askedAt = askedAt;
        copy.need = need;
        copy.got = got.copy();
        copy.evicting = evicting;
        copy.writing = writing;
        copy.number = number;
        copy.madeIn = madeIn;
        copy.madeOn = madeOn;
        copy.pending = pending;
        copy.recent = recent;
        copy.phase = phase;
        copy.lastEpoch = lastEpoch;
        copy.lastHome = lastHome;
        copy.beat = beat;
        copy.beatDelivered = beatDelivered;
        copy.own = own;
        copy.required = required;
        return copy;
    }

    void key(ByteArrayOutputStream into) {
        ModelState.write(into, attached ? 1 : 0, epoch, position, floor, mark, heard ? 1 : 0, phase, lastEpoch, lastHome);
        ModelState.write(into, beat, beatDelivered);
        ModelState.write(into, loading, fetching ? 1 : 0, askedEpoch, askedAt, need, evicting ? 1 : 0, writing, number, madeIn, madeOn);
        ModelState.write(into, pending, recent, own, required);
        got.key(into);
        near.key(into);
        alone.key(into);
        load.key(into);
    }
}
