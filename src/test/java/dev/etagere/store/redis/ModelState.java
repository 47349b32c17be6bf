package dev.etagere.store.redis;

import java.io.ByteArrayOutputStream;
import dev.etagere.store.redis.ProtocolModel.Trouble;
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
    /** The former primary, where it still answers. */
    ModelServer old = new ModelServer();
    boolean split;
    /** Then what others evicted need not be known to both. */
    boolean wasSplit;
    final ModelNode[] nodes = {new ModelNode(), new ModelNode()};
    int homes = 1;
    int epochs = 2;
    /** The highest number ever given; stands for the time, by which numbers begin. */
    int top;
    int evictions;
    int others;
    int loads;
    int strange;
    int asks;
    int troubles;
    /** How often a node began to follow a clock. */
    int attached;
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
        s.primary.name = s.homes;
        s.primary.settle(s);
        s.primary.entry.set(1, s.primary.epoch, s.primary.position);
        s.replica = s.primary.copy();
        for (ModelNode node : s.nodes) {
            node.attach(s.primary.epoch, s.primary.position);
            node.heard = true;
            node.near.set(1, s.primary.epoch, s.primary.position);
            node.phase = ModelNode.FOLLOWING;
            node.lastEpoch = s.primary.epoch;
        }
        return s;
    }

    /** @param which 0 is the primary */
    ModelServer server(int which) {
        return which == 0 ? primary : old;
    }

    /** How many servers answer. */
    int servers() {
        return split ? 2 : 1;
    }

    /** @param forgetful whether marks are dropped and the floor stays */
    void befall(Trouble trouble, boolean forgetful) {
        troubles++;
        switch (trouble) {
            case LOSE_ALL -> {
                primary.clearClock();
                primary.entry.clear();
                primary.name = ++homes;
            }
            case LOSE_CLOCK -> primary.clearClock();
            case REPLICATE -> replica = primary.copy();
            case PROMOTE -> {
                promote();
                if (!knowsHome) {
                    for (ModelNode node : nodes) {
                        node.promiseNoMoreThan(primary.told);
                        node.away();
                    }
                }
            }
            case FORGET_MARKS -> {
                if (!forgetful) {
                    primary.floor = Math.max(primary.floor, primary.mark);
                }
                primary.mark = 0;
            }
            case TRIM_LOG -> primary.log = new int[0];
            default -> throw new IllegalStateException();
        }
    }

    /** Another one is promoted, and the former primary does not know of it. */
    void split() {
        replica = primary.copy();
        old = primary;
        split = true;
        wasSplit = true;
        promote();
    }

    private void promote() {
        primary = replica.copy();
        primary.name = ++homes;
    }

    ModelState copy() {
        ModelState copy = new ModelState(trusting, knowsHome);
        copy.committed = committed;
        copy.primary = primary.copy();
        copy.replica = replica.copy();
        copy.old = old.copy();
        copy.split = split;
        copy.wasSplit = wasSplit;
        copy.nodes[0] = nodes[0].copy();
        copy.nodes[1] = nodes[1].copy();
        copy.homes = homes;
        copy.epochs = epochs;
        copy.top = top;
        copy.evictions = evictions;
        copy.others = others;
        copy.loads = loads;
        copy.strange = strange;
        copy.asks = asks;
        copy.troubles = troubles;
        copy.attached = attached;
        copy.broken = broken;
        return copy;
    }

    /** States that differ in nothing but names, or in what can never be valid again, are the same. */
    Key key() {
        Key known = key;
        if (known == null) {
            Names names = new Names(primary.epoch, replica.epoch, split ? old.epoch : 0, nodes[0].epoch, nodes[1].epoch);
            Names homeNames = new Names(primary.name, replica.name, split ? old.name : 0, 0, 0);
            ByteArrayOutputStream all = new ByteArrayOutputStream(128);
            write(all, committed, split ? 1 : 0, wasSplit ? 1 : 0, top, evictions, others, loads, strange, asks, troubles,
                    attached, broken ? 1 : 0);
            primary.key(all, names, homeNames);
            replica.key(all, names, homeNames);
            if (split) {
                old.key(all, names, homeNames);
            }
            nodes[0].key(all, names);
            nodes[1].key(all, names);
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

    /** Names by the places where they stand; those that stand nowhere are as good as another. */
    record Names(int... known) {
        int of(int name) {
            for (int i = 0; name != 0 && i < known.length; i++) {
                if (known[i] == name) {
                    return i + 1;
                }
            }
            return name == 0 ? 0 : known.length + 1;
        }

        boolean knows(int name) {
            return of(name) <= known.length;
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

        void key(ByteArrayOutputStream into, Names epochs) {
            boolean counts = there && epochs.knows(epoch) || !there && (version != 0 || fence != 0);
            write(into, counts && there ? 1 : 0, counts ? version : 0, counts ? epochs.of(epoch) : 0, counts ? fence : 0);
        }
    }

    /** A Redis: the clock with the mark of the one tag, the log (below zero where all is forgotten), and the entry. */
    static final class ModelServer {
        /** What it really is called. */
        int name;
        int epoch;
        int position;
        int floor;
        int home;
        int mark;
        /** The highest version that an eviction told it of. */
        int told;
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

        /** What it says that it is called. */
        private int here(ModelState s) {
            return s.knowsHome ? name : 0;
        }

        void settle(ModelState s) {
            if (epoch != 0 && (home == here(s) || s.trusting)) {
                return;
            }
            epoch = ++s.epochs;
            log = new int[0];
            position = Math.max(s.top, position) + 1;
            s.top = position;
            floor = position;
            mark = 0;
            home = here(s);
            add(-position);
        }

        int evict(ModelState s, int version) {
            settle(s);
            told = Math.max(told, version);
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
            return epoch != 0 && (s.trusting || home == here(s)) && entry.there && entry.epoch == epoch
                    && entry.fence <= position && entry.fence >= floor && mark <= entry.fence;
        }

        private void add(int logged) {
            log = Arrays.copyOf(log, log.length + 1);
            log[log.length - 1] = logged;
        }

        ModelServer copy() {
            ModelServer copy = new ModelServer();
            copy.name = name;
            copy.epoch = epoch;
            copy.position = position;
            copy.floor = floor;
            copy.home = home;
            copy.mark = mark;
            copy.told = told;
            copy.log = log;
            copy.entry = entry.copy();
            return copy;
        }

        void key(ByteArrayOutputStream into, Names epochs, Names homes) {
            write(into, homes.of(name), epochs.of(epoch), position, floor, homes.of(home), mark, told, log.length);
            write(into, log);
            entry.key(into, epochs);
        }
    }
}
