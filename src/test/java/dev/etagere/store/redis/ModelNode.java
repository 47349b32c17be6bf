package dev.etagere.store.redis;

import dev.etagere.store.redis.ModelState.ModelEntry;
import dev.etagere.store.redis.ModelState.ModelServer;
import dev.etagere.store.redis.ModelState.Names;
import java.io.ByteArrayOutputStream;

/** A node of a {@link ProtocolModel}: its mirror of the clock, what it keeps, and how far it has come with what it does. */
final class ModelNode {

    static final int AWAY = 0;
    static final int SENDING = 1;
    static final int JOINING = 2;
    static final int FOLLOWING = 3;

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
    int pending;
    int recent;
    /** The epoch that it is about to follow, what it has told that one of, and where it stood then. */
    int joining;
    int sent;
    int joinAt;
    int phase = AWAY;
    int lastEpoch;
    int beat = -1;
    int beatTold;
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
            beat = -1;
            beatTold = 0;
            restart(-1 - ++s.epochs, 0);
        }
    }

    /** Makes the eviction here, to be told later. */
    void keep(ModelState s) {
        pending = Math.max(pending, writing);
        own = writing;
        detach(s);
        position++;
        mark = position;
    }

    /** Whether it follows the clock on which its eviction was made, where that is in force now. */
    boolean ahead(boolean raising) {
        if (!attached || epoch != madeIn) {
            return false;
        }
        if (number > position) {
            mark = Math.max(mark, number);
            position = raising ? number : position;
        }
        return true;
    }

    /** Begins once more to look for a clock to follow. */
    void away() {
        pending = Math.max(pending, sent);
        sent = 0;
        joining = 0;
        joinAt = 0;
        beat = -1;
        beatTold = 0;
        phase = AWAY;
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
        beatTold = Math.min(beatTold, version);
    }

    void evicted() {
        evicting = false;
        writing = 0;
        number = 0;
        madeIn = 0;
    }

    void forgetAsked() {
        fetching = false;
        askedEpoch = 0;
        askedAt = 0;
        need = 0;
    }

    /** @param ignoring whether what is missing in the log is taken for nothing */
    void follow(ModelServer server, boolean ignoring) {
        boolean any = false;
        for (int logged : server.log) {
            int number = Math.abs(logged) % ModelState.OTHER;
            if (number > position && attached && epoch == server.epoch) {
                any = true;
                if (logged < 0) {
                    floor = Math.max(floor, number);
                } else {
                    if (number > position + 1 && !ignoring) {
                        floor = Math.max(floor, number - 1);
                    }
                    mark = logged > ModelState.OTHER ? mark : Math.max(mark, number);
                }
                position = number;
            }
        }
        if (beat >= 0 && attached && !any && position < beat) {
            floor = ignoring ? floor : Math.max(floor, beat);
            position = beat;
        }
        if (beat >= 0 && attached && position >= beat) {
            heard = true;
            required = Math.max(required, beatTold);
            beat = -1;
            beatTold = 0;
        }
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
        copy.joining = joining;
        copy.sent = sent;
        copy.joinAt = joinAt;
        copy.pending = pending;
        copy.recent = recent;
        copy.phase = phase;
        copy.lastEpoch = lastEpoch;
        copy.beat = beat;
        copy.beatTold = beatTold;
        copy.own = own;
        copy.required = required;
        return copy;
    }

    void key(ByteArrayOutputStream into, Names epochs) {
        ModelState.write(into, attached ? 1 : 0, epochs.of(epoch), position, floor, mark, heard ? 1 : 0, phase, epochs.of(lastEpoch));
        ModelState.write(into, beat, beatTold);
        ModelState.write(into, loading, fetching ? 1 : 0, epochs.of(askedEpoch), askedAt, need, evicting ? 1 : 0, writing, number,
                epochs.of(madeIn));
        ModelState.write(into, pending, recent, own, required, epochs.of(joining), sent, joinAt);
        got.key(into, epochs);
        near.key(into, epochs);
        alone.key(into, epochs);
        load.key(into, epochs);
    }
}
