package dev.etagere.store.redis;

import dev.etagere.store.redis.ModelState.ModelEntry;
import dev.etagere.store.redis.ModelState.ModelServer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of docs/redis.md in small: one key with one tag, two nodes, a primary and its replica. Every order of all steps is gone
 * through, each script being one step, and each read is held against what had been evicted when it began. A {@link Flaw} leaves something
 * out.
 */
final class ProtocolModel {

    /** What a careless protocol would do. */
    enum Flaw {
        /** The position is taken after the value has been read. */
        FENCE_AFTER_READ,
        /** What comes from Redis gets the position at which it arrived, not that at which it was asked for. */
        PROMOTED_AT_ARRIVAL,
        /** A promoted server is trusted. */
        HOME_IGNORED,
        /** An eviction whose answer was lost is forgotten. */
        NOTHING_KEPT,
        /** An own eviction raises the position past those of others that have not been heard of. */
        AHEAD_RAISES_POSITION,
        /** What is missing in the log is taken for nothing. */
        GAP_IGNORED,
        /** Marks are dropped, and the floor stays. */
        FLOOR_NOT_RAISED,
        /** After a promotion nothing is sent again. */
        NOT_SENT_AGAIN,
        /** What is to be sent again is noted when Redis has answered. */
        REMEMBERED_WHEN_ANSWERED,
        /** What is kept near is used though the node has gone on alone. */
        ATTACHED_WITH_PENDING
    }

    /** What may happen to Redis. */
    enum Trouble { LOSE_ALL, LOSE_CLOCK, REPLICATE, PROMOTE, FORGET_MARKS, TRIM_LOG }

    private final Set<Flaw> flaws;
    private final Set<Trouble> troubles;
    private final int maxTroubles;
    private final boolean knowsHome;
    private final int maxEvictions;
    private final int maxReads;
    private final int maxOthers;
    private final int loader;
    private final Map<ModelState.Key, Came> seen = new HashMap<>();
    private final ArrayDeque<ModelState> open = new ArrayDeque<>();
    private @Nullable ModelState violated;

    /**
     * @param bounds how much happens
     * @param loader the node that loads and asks Redis, 0 or 1; where there is one eviction it is 0 that makes it
     * @param knowsHome whether the user may ask for the home
     */
    ProtocolModel(Set<Flaw> flaws, Set<Trouble> troubles, Bounds bounds, int loader, boolean knowsHome) {
        this.flaws = flaws;
        this.troubles = troubles;
        this.maxTroubles = bounds.troubles;
        this.maxEvictions = bounds.evictions;
        this.maxReads = bounds.reads;
        this.maxOthers = bounds.others;
        this.loader = loader;
        this.knowsHome = knowsHome;
    }

    int states() {
        return seen.size();
    }

    /** The steps that lead to a read of what was evicted, if any do. */
    Optional<List<String>> violation() {
        ModelState first = ModelState.begin(has(Flaw.HOME_IGNORED), knowsHome);
        seen.put(first.key(), new Came(null, "start"));
        open.add(first);
        while (!open.isEmpty() && violated == null) {
            expand(open.poll());
        }
        return Optional.ofNullable(violated).map(this::path);
    }

    private List<String> path(ModelState end) {
        LinkedList<String> steps = new LinkedList<>();
        for (Came came = seen.get(end.key()); came != null && came.from != null; came = seen.get(came.from)) {
            steps.addFirst(came.by);
        }
        return steps;
    }

    private void step(ModelState from, String name, Consumer<ModelState> change) {
        ModelState to = from.copy();
        change.accept(to);
        ModelState.Key key = to.key();
        if (seen.putIfAbsent(key, new Came(from.key(), name)) == null) {
            open.add(to);
            if (to.broken && violated == null) {
                violated = to;
            }
        }
    }

    private boolean has(Flaw flaw) {
        return flaws.contains(flaw);
    }

    private void expand(ModelState s) {
        for (int i = 0; i < 2; i++) {
            int n = i;
            keptReads(s, n);
            if (n == loader) {
                asks(s, n);
                loads(s, n);
            }
            if (n == 0 || maxEvictions > 1) {
                evictions(s, n);
            }
            following(s, n);
        }
        if (s.troubles < maxTroubles) {
            troubles.forEach(trouble -> step(s, trouble.name(), to -> befall(to, trouble)));
        }
    }

    private void keptReads(ModelState s, int n) {
        ModelNode node = s.nodes[n];
        if (node.near.there && node.hears() && node.judge(node.near)
                && node.near.version < Math.max(node.own, node.required)) {
            step(s, n + " reads " + node.near.version + " near", to -> to.broken = true);
        }
        if (node.alone.there && !node.hears() && node.judge(node.alone) && node.alone.version < node.own) {
            step(s, n + " reads " + node.alone.version + " alone", to -> to.broken = true);
        }
    }

    private void asks(ModelState s, int n) {
        ModelNode node = s.nodes[n];
        if (!node.fetching && !node.got.there && node.attached && s.primary.entry.there && s.asks < maxReads) {
            step(s, n + " asks", to -> {
                ModelNode asker = to.nodes[n];
                to.asks++;
                asker.fetching = true;
                asker.askedEpoch = asker.epoch;
                asker.askedAt = asker.position;
                asker.need = Math.max(Math.max(asker.own, asker.required), to.delivered);
            });
        }
        if (node.fetching) {
            step(s, n + " is judged", to -> judge(to, n));
        }
        if (node.got.there) {
            step(s, n + " keeps what it got", to -> keep(to, n));
        }
    }

    private void judge(ModelState s, int n) {
        ModelNode node = s.nodes[n];
        boolean same = s.primary.entry.epoch == node.askedEpoch;
        if (same && s.primary.judge(s)) {
            s.broken = s.primary.entry.version < node.need;
            node.got.set(s.primary.entry.version, node.askedEpoch, node.askedAt);
        }
        node.forgetAsked();
    }

    private void keep(ModelState s, int n) {
        ModelNode node = s.nodes[n];
        if (node.hears()) {
            node.near.set(node.got.version, node.got.epoch, has(Flaw.PROMOTED_AT_ARRIVAL) ? node.position : node.got.fence);
        }
        node.got.clear();
    }

    private void loads(ModelState s, int n) {
        ModelNode node = s.nodes[n];
        boolean late = has(Flaw.FENCE_AFTER_READ);
        if (node.loading == 0 && s.loads < maxReads) {
            step(s, n + " begins to load", to -> {
                to.loads++;
                to.nodes[n].loading = 1;
                to.nodes[n].load.set(late ? to.committed : 0, late ? 0 : node.epoch, late ? 0 : node.position);
            });
        } else if (node.loading == 1) {
            step(s, n + " has loaded", to -> {
                ModelEntry load = to.nodes[n].load;
                to.nodes[n].loading = 2;
                load.set(late ? load.version : to.committed, late ? node.epoch : load.epoch, late ? node.position : load.fence);
            });
        } else if (node.loading == 2) {
            step(s, n + " puts", to -> put(to, n));
        }
    }

    private void put(ModelState s, int n) {
        ModelNode node = s.nodes[n];
        ModelEntry load = node.load;
        if (node.judge(load)) {
            ModelServer redis = s.primary;
            boolean newer = redis.entry.there && redis.entry.epoch == load.epoch && redis.entry.fence > load.fence;
            if (node.attached && redis.epoch == load.epoch && !newer) {
                redis.entry.set(load.version, load.epoch, load.fence);
            }
            (node.hears() ? node.near : node.alone).set(load.version, load.epoch, load.fence);
        }
        node.loading = 0;
        load.clear();
    }

    private void evictions(ModelState s, int n) {
        ModelNode node = s.nodes[n];
        if (!node.evicting && s.evictions < maxEvictions) {
            if (node.attached) {
                step(s, n + " commits and evicts", to -> {
                    ModelNode evictor = commit(to, n);
                    evictor.number = to.primary.evict(to);
                    evictor.madeIn = to.primary.epoch;
                    evictor.madeOn = to.home;
                    evictor.recent = has(Flaw.REMEMBERED_WHEN_ANSWERED) ? evictor.recent : evictor.writing;
                    evictor.evicting = true;
                });
            }
            if (node.attached && s.others < maxOthers) {
                step(s, n + " evicts something else", to -> {
                    to.others++;
                    ModelNode evictor = to.nodes[n];
                    evictor.number = to.primary.evictOther(to);
                    evictor.madeIn = to.primary.epoch;
                    evictor.aheadOfOther(has(Flaw.AHEAD_RAISES_POSITION));
                });
            }
            step(s, n + " commits and evicts and is not heard", to -> {
                commit(to, n);
                lost(to, n);
            });
        } else if (node.evicting) {
            step(s, n + " is acknowledged", to -> {
                ModelNode evictor = to.nodes[n];
                evictor.ahead(to, has(Flaw.AHEAD_RAISES_POSITION));
                evictor.recent = Math.max(evictor.recent, evictor.writing);
                if (knowsHome || evictor.madeOn == to.home) {
                    evictor.own = evictor.writing;
                    to.delivered = Math.max(to.delivered, evictor.writing);
                }
                evictor.evicted();
            });
            step(s, n + " hears no answer", to -> lost(to, n));
        }
    }

    private static ModelNode commit(ModelState s, int n) {
        s.evictions++;
        s.committed++;
        s.nodes[n].writing = s.committed;
        return s.nodes[n];
    }

    /** Goes on alone, where the eviction is in force at once. */
    private void lost(ModelState s, int n) {
        ModelNode node = s.nodes[n];
        if (node.attached && has(Flaw.NOTHING_KEPT)) {
            node.own = node.writing;
        } else {
            node.keep(s);
        }
        node.evicted();
    }

    private void following(ModelState s, int n) {
        ModelNode node = s.nodes[n];
        switch (node.phase) {
            case ModelNode.AWAY -> step(s, n + " connects", to -> connect(to, n));
            case ModelNode.SENDING -> step(s, n + " sends what is kept", to -> send(to, n));
            default -> {
                step(s, n + " asks where the clock stands", to -> {
                    ModelNode asker = to.nodes[n];
                    to.primary.settle(to);
                    if (to.primary.epoch != asker.lastEpoch || to.primary.home != asker.lastHome) {
                        asker.phase = ModelNode.AWAY;
                        asker.beat = -1;
                    } else if (asker.attached) {
                        asker.beat = to.primary.position;
                        asker.beatDelivered = to.delivered;
                    } else {
                        asker.phase = ModelNode.AWAY;
                    }
                });
                step(s, n + " reads the log", to -> follow(to, n));
            }
        }
    }

    private void connect(ModelState s, int n) {
        ModelNode node = s.nodes[n];
        s.primary.settle(s);
        boolean other = node.lastEpoch != 0
                && (s.primary.epoch != node.lastEpoch || s.primary.home != node.lastHome || !knowsHome);
        if (other && !has(Flaw.NOT_SENT_AGAIN)) {
            node.pending = Math.max(node.pending, node.recent);
        }
        node.lastEpoch = s.primary.epoch;
        node.lastHome = s.primary.home;
        node.phase = ModelNode.SENDING;
        node.beat = -1;
    }

    private void send(ModelState s, int n) {
        ModelNode node = s.nodes[n];
        if (node.pending > 0 && !has(Flaw.ATTACHED_WITH_PENDING)) {
            s.primary.evict(s);
            s.delivered = Math.max(s.delivered, node.pending);
            node.recent = Math.max(node.recent, node.pending);
            node.pending = 0;
            return;
        }
        s.primary.settle(s);
        if (!node.attached || node.epoch != s.primary.epoch) {
            node.attach(s.primary.epoch, s.primary.position);
        }
        node.lastEpoch = s.primary.epoch;
        node.lastHome = s.primary.home;
        if (!node.evicting) {
            s.delivered = Math.max(s.delivered, node.recent);
            node.own = Math.max(node.own, node.recent);
        }
        node.phase = ModelNode.FOLLOWING;
    }

    private void follow(ModelState s, int n) {
        ModelNode node = s.nodes[n];
        boolean any = false;
        for (int logged : s.primary.log) {
            int number = Math.abs(logged) % ModelState.OTHER;
            if (number > node.position && node.attached && node.epoch == s.primary.epoch) {
                any = true;
                if (logged < 0) {
                    node.floor = Math.max(node.floor, number);
                } else {
                    if (number > node.position + 1 && !has(Flaw.GAP_IGNORED)) {
                        node.floor = Math.max(node.floor, number - 1);
                    }
                    node.mark = logged > ModelState.OTHER ? node.mark : Math.max(node.mark, number);
                }
                node.position = number;
            }
        }
        if (node.beat >= 0 && node.attached && !any && node.position < node.beat) {
            node.floor = has(Flaw.GAP_IGNORED) ? node.floor : Math.max(node.floor, node.beat);
            node.position = node.beat;
        }
        if (node.beat >= 0 && node.attached && node.position >= node.beat) {
            node.heard = true;
            node.required = Math.max(node.required, node.beatDelivered);
            node.beat = -1;
            node.beatDelivered = 0;
        }
    }

    private void befall(ModelState s, Trouble trouble) {
        s.troubles++;
        switch (trouble) {
            case LOSE_ALL -> {
                s.primary.clearClock();
                s.primary.entry.clear();
                s.home = ++s.homes;
            }
            case LOSE_CLOCK -> s.primary.clearClock();
            case REPLICATE -> {
                s.replica = s.primary.copy();
                s.replicated = s.delivered;
            }
            case PROMOTE -> {
                s.primary = s.replica.copy();
                s.home = ++s.homes;
                if (!knowsHome) {
                    s.delivered = Math.min(s.delivered, s.replicated);
                    for (ModelNode node : s.nodes) {
                        node.promiseNoMoreThan(s.replicated);
                        node.phase = ModelNode.AWAY;
                        node.beat = -1;
                    }
                }
            }
            case FORGET_MARKS -> {
                if (!has(Flaw.FLOOR_NOT_RAISED)) {
                    s.primary.floor = Math.max(s.primary.floor, s.primary.mark);
                }
                s.primary.mark = 0;
            }
            case TRIM_LOG -> s.primary.log = new int[0];
            default -> throw new IllegalStateException();
        }
    }

    /**
     * How much happens at the most.
     *
     * @param others evictions of another tag
     * @param reads loads, and as many questions for the entry
     */
    record Bounds(int evictions, int others, int reads, int troubles) {
    }

    /** How a state was come to. */
    private record Came(ModelState.@Nullable Key from, String by) {
    }

}
