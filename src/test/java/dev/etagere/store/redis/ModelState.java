package dev.etagere.store.redis;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the source, the servers and the nodes of a {@link ProtocolModel} hold between two steps, and what has been promised so far. */
final class ModelState {

    /** Added in the log to the number of what is not an eviction of the entry's tag. */
    static final int OTHER = 64;

    final boolean trusting;
    final boolean knowsHome;
    int committed = 1;
    ModelServer primary = new ModelServer();
    ModelServer replica = new ModelServer();
    final ModelNode[] nodes = {new ModelNode(), new ModelNode()};
    /** The highest version that an eviction told Redis of. */
    int delivered;
    /** Of these, that which the replica has. */
    int replicated;
    /** What the primary really is called. */
    int home = 1;
    int homes = 1;
    int epochs = 2;
    /** The highest number ever given; stands for the time, by which numbers begin. */
    int top;
    int evictions;
    int others;
    int loads;
    int asks;
    int troubles;
    boolean broken;
    private @Nullable Key key;

    /**
     * @param trusting whether the home is of no account
     * @param knowsHome whether the user may ask for it
     */
    ModelState(boolean trusting, boolean knowsHome) {
        this.trusting = trusting;
        this.knowsHome = knowsHome;
    }

    /** The entry is in Redis and near on both nodes, which follow the clock. */
    static ModelState begin(boolean trusting, boolean knowsHome) {
        ModelState s = new ModelState(trusting, knowsHome);
        s.primary.settle(s);
        s.primary.entry.set(1, s.primary.epoch, s.primary.position);
        s.replica = s.primary.copy();
        for (ModelNode node : s.nodes) {
            node.attach(s.primary.epoch, s.primary.position);
            node.heard = true;
            node.near.set(1, s.primary.epoch, s.primary.position);
            node.phase = ModelNode.FOLLOWING;
            node.lastEpoch = s.primary.epoch;
            node.lastHome = s.primary.home;
        }
        return s;
    }

    /** What the primary says that it is called. */
    int here() {
        return knowsHome ? home : 0;
    }

    ModelState copy() {
        ModelState copy = new ModelState(trusting, knowsHome);
        copy.committed = committed;
        copy.primary = primary.copy();
        copy.replica = replica.copy();
        copy.nodes[0] = nodes[0].copy();
        copy.nodes[1] = nodes[1].copy();
        copy.delivered = delivered;
        copy.replicated = replicated;
        copy.home = home;
        copy.homes = homes;
        copy.epochs = epochs;
        copy.top = top;
        copy.evictions = evictions;
        copy.others = others;
        copy.loads = loads;
        copy.asks = asks;
        copy.troubles = troubles;
        copy.broken = broken;
        return copy;
    }

    Key key() {
        Key known = key;
        if (known == null) {
            ByteArrayOutputStream all = new ByteArrayOutputStream(128);
            write(all, committed, delivered, replicated, home, epochs, top, evictions, others, loads, asks, troubles, broken ? 1 : 0);
            primary.key(all);
            replica.key(all);
            nodes[0].key(all);
            nodes[1].key(all);
            known = new Key(all.toByteArray());
            key = known;
        }
        return known;
    }

    /** All numbers are small. */
    static void write(ByteArrayOutputStream into, int... numbers) {
        for (int number : numbers) {
            into.write(number);
        }
    }

    /** What tells states apart. */
    record Key(byte[] values) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    /** One entry, or none. */
    static final class ModelEntry {
        boolean there;
        int version;
        int epoch;
        int fence;

        void set(int newVersion, int newEpoch, int newFence) {
            there = true;
            version = newVersion;
            epoch = newEpoch;
            fence = newFence;
        }

        void clear() {
            there = false;
            version = 0;
            epoch = 0;
            fence = 0;
        }

        ModelEntry copy() {
            ModelEntry copy = new ModelEntry();
            copy.there = there;
            copy.version = version;
            copy.epoch = epoch;
            copy.fence = fence;
            return copy;
        }

        void key(ByteArrayOutputStream into) {
            write(into, there ? 1 : 0, version, epoch, fence);
        }
    }

    /** A Redis: the clock with the mark of the one tag, the log (below zero where all is forgotten), and the entry. */
    static final class ModelServer {
        int epoch;
        int position;
        int floor;
        int home;
        int mark;
        int[] log = {};
        ModelEntry entry = new ModelEntry();

        void clearClock() {
            epoch = 0;
            position = 0;
            floor = 0;
            home = 0;
            mark = 0;
            log = new int[0];
        }

        void settle(ModelState s) {
            if (epoch != 0 && (home == s.here() || s.trusting)) {
                return;
            }
            epoch = ++s.epochs;
            log = new int[0];
            position = Math.max(s.top, position) + 1;
            s.top = position;
            floor = position;
            mark = 0;
            home = s.here();
            add(-position);
        }

        int evict(ModelState s) {
            settle(s);
            position++;
            s.top = Math.max(s.top, position);
            mark = position;
            add(position);
            return position;
        }

        int evictOther(ModelState s) {
            settle(s);
            position++;
            s.top = Math.max(s.top, position);
            add(position + OTHER);
            return position;
        }

        boolean judge(ModelState s) {
            return epoch != 0 && (s.trusting || home == s.here()) && entry.there && entry.epoch == epoch
                    && entry.fence <= position && entry.fence >= floor && mark <= entry.fence;
        }

        private void add(int logged) {
            log = Arrays.copyOf(log, log.length + 1);
            log[log.length - 1] = logged;
        }

        ModelServer copy() {
            ModelServer copy = new ModelServer();
            copy.epoch = epoch;
            copy.position = position;
            copy.floor = floor;
            copy.home = home;
            copy.mark = mark;
            copy.log = log;
            copy.entry = entry.copy();
            return copy;
        }

        void key(ByteArrayOutputStream into) {
            write(into, epoch, position, floor, home, mark, log.length);
            write(into, log);
            entry.key(into);
        }
    }
}
