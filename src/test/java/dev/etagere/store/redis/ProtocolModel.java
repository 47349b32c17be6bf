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
 * through, each script being one step, and each read is held against what had been evicted when it began. A {@link ModelFlaw}
 * leaves something out.
 */
final class ProtocolModel {

    /** What may happen to Redis. */
    enum Trouble { LOSE_ALL, LOSE_CLOCK, REPLICATE, PROMOTE, FORGET_MARKS, TRIM_LOG }

    private final Set<ModelFlaw> flaws;
    private final Set<Trouble> troubles;
    private final Bounds bounds;
    private final boolean knowsHome;
    private final int loader;
    private final boolean twoPrimaries;
    private final Map<ModelState.Key, Came> seen = new HashMap<>();
    private final ArrayDeque<ModelState> open = new ArrayDeque<>();
    private @Nullable ModelState violated;

    /**
     * @param bounds how much happens
     * @param loader the node that loads and asks Redis, 0 or 1; where there is one eviction it is 0 that makes it
     * @param knowsHome whether the user may ask for the home
     */
    ProtocolModel(Set<ModelFlaw> flaws, Set<Trouble> troubles, Bounds bounds, int loader, boolean knowsHome) {
        this.flaws = flaws;
        this.troubles = troubles;
        this.bounds = bounds;
        this.loader = loader;
        this.knowsHome = knowsHome;
        this.twoPrimaries = false;
    }

    /**
     * A replica has been promoted while the former primary still answers. One node, whose every call may go to either, and a stranger who
     * loads and puts by the clock of either.
     */
    ProtocolModel(Set<ModelFlaw> flaws, int maxAttached) {
        this.flaws = flaws;
        this.troubles = Set.of();
        this.bounds = new Bounds(1, 0, 1, 0, maxAttached);
        this.loader = 1;
        this.knowsHome = true;
        this.twoPrimaries = true;
    }

    int states() {
        return seen.size();
    }

    /** The steps that lead to a read of what was evicted, if any do. */
    Optional<List<String>> violation() {
        ModelState first = ModelState.begin(has(ModelFlaw.HOME_IGNORED), knowsHome);
        if (twoPrimaries) {
            first.split();
        }
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

    private boolean has(ModelFlaw flaw) {
        return flaws.contains(flaw);
    }

    private void expand(ModelState s) {
        for (int i = 0; i < 2; i++) {
            if (i == 1 && twoPrimaries) {
                strangersLoad(s);
            } else {
                does(s, i);
            }
        }
        if (s.split) {
            step(s, "the former primary ends", to -> to.split = false);
        }
        if (s.troubles < bounds.troubles) {
            troubles.forEach(trouble -> step(s, trouble.name(), to -> to.befall(trouble, has(ModelFlaw.FLOOR_NOT_RAISED))));
        }
    }

    private void does(ModelState s, int n) {
        keptReads(s, n);
        if (n == loader || twoPrimaries) {
            asks(s, n);
        }
        if (n == loader) {
            loads(s, n);
        }
        if (n == 0 || bounds.evictions > 1) {
            evictions(s, n);
        }
        for (int to = 0; to < s.servers(); to++) {
            following(s, n, to);
        }
    }

    /** Another node, which follows the clock of whichever server it likes, loads and puts. */
    private void strangersLoad(ModelState s) {
        ModelNode node = s.nodes[1];
        for (int i = 0; i < s.servers(); i++) {
            int where = i;
            if (node.loading == 0 && s.strange < bounds.reads) {
                step(s, "a stranger begins to load by the clock of " + where, to -> {
                    ModelServer server = to.server(where);
                    server.settle(to);
                    to.strange++;
                    to.nodes[1].loading = 1;
                    to.nodes[1].load.set(0, server.epoch, server.position);
                });
            } else if (node.loading == 2) {
                step(s, "a stranger puts to " + where, to -> {
                    ModelEntry load = to.nodes[1].load;
                    ModelServer server = to.server(where);
                    if (server.epoch == load.epoch) {
                        server.entry.set(load.version, load.epoch, load.fence);
                    }
                    to.nodes[1].loading = 0;
                    load.clear();
                });
            }
        }
        if (node.loading == 1) {
            step(s, "a stranger has loaded", to -> {
                to.nodes[1].loading = 2;
                to.nodes[1].load.version = to.committed;
            });
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
        boolean any = s.primary.entry.there || s.split && s.old.entry.there;
        if (!node.fetching && !node.got.there && node.attached && any && s.asks < bounds.reads) {
            step(s, n + " asks", to -> {
                ModelNode asker = to.nodes[n];
                to.asks++;
                asker.fetching = true;
                asker.askedEpoch = asker.epoch;
                asker.askedAt = asker.position;
                asker.need = Math.max(Math.max(asker.own, asker.required), to.split ? 0 : to.primary.told);
            });
        }
        for (int i = 0; node.fetching && i < s.servers(); i++) {
            int by = i;
            step(s, n + " is judged by " + by, to -> judge(to, n, to.server(by)));
        }
        if (node.got.there) {
            step(s, n + " keeps what it got", to -> keep(to, n));
        }
    }

    private void judge(ModelState s, int n, ModelServer server) {
        ModelNode node = s.nodes[n];
        boolean same = server.entry.epoch == node.askedEpoch;
        if (same && server.judge(s)) {
            s.broken = server.entry.version < node.need;
            node.got.set(server.entry.version, node.askedEpoch, node.askedAt);
        }
        node.forgetAsked();
    }

    private void keep(ModelState s, int n) {
        ModelNode node = s.nodes[n];
        if (node.hears()) {
            node.near.set(node.got.version, node.got.epoch, has(ModelFlaw.PROMOTED_AT_ARRIVAL) ? node.position : node.got.fence);
        }
        node.got.clear();
    }

    private void loads(ModelState s, int n) {
        ModelNode node = s.nodes[n];
        boolean late = has(ModelFlaw.FENCE_AFTER_READ);
        if (node.loading == 0 && s.loads < bounds.reads) {
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
        }
        for (int i = 0; node.loading == 2 && i < s.servers(); i++) {
            int where = i;
            step(s, n + " puts to " + where, to -> put(to, n, to.server(where)));
        }
    }

    private void put(ModelState s, int n, ModelServer redis) {
        ModelNode node = s.nodes[n];
        ModelEntry load = node.load;
        if (node.judge(load)) {
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
        if (!node.evicting && s.evictions < bounds.evictions) {
            for (int i = 0; node.attached && i < s.servers(); i++) {
                int on = i;
                step(s, n + " commits and evicts on " + on, to -> {
                    ModelNode evictor = commit(to, n);
                    evictor.number = to.server(on).evict(to, evictor.writing);
                    evictor.madeIn = to.server(on).epoch;
                    evictor.recent = has(ModelFlaw.REMEMBERED_WHEN_ANSWERED) ? evictor.recent : evictor.writing;
                    evictor.evicting = true;
                });
            }
            if (node.attached && s.others < bounds.others) {
                step(s, n + " evicts something else", to -> {
                    to.others++;
                    ModelNode evictor = to.nodes[n];
                    evictor.number = to.primary.evictOther(to);
                    evictor.madeIn = to.primary.epoch;
                    evictor.aheadOfOther(has(ModelFlaw.AHEAD_RAISES_POSITION));
                });
            }
            step(s, n + " commits and evicts and is not heard", to -> {
                commit(to, n);
                lost(to, n);
            });
        } else if (node.evicting) {
            step(s, n + " is acknowledged", to -> {
                ModelNode evictor = to.nodes[n];
                evictor.recent = Math.max(evictor.recent, evictor.writing);
                if (evictor.ahead(has(ModelFlaw.AHEAD_RAISES_POSITION)) || has(ModelFlaw.MADE_ELSEWHERE)) {
                    evictor.own = knowsHome || to.primary.told >= evictor.writing ? evictor.writing : evictor.own;
                } else {
                    evictor.keep(to);
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
        if (node.attached && has(ModelFlaw.NOTHING_KEPT)) {
            node.own = node.writing;
        } else {
            node.keep(s);
        }
        node.evicted();
    }

    private void following(ModelState s, int n, int which) {
        ModelNode node = s.nodes[n];
        switch (node.phase) {
            case ModelNode.AWAY -> {
                if (s.attached < bounds.attached) {
                    step(s, n + " connects to " + which, to -> connect(to, n, to.server(which)));
                }
            }
            case ModelNode.SENDING -> step(s, n + " sends to " + which, to -> send(to, n, to.server(which)));
            case ModelNode.JOINING -> step(s, n + " attaches", to -> attach(to, n));
            default -> {
                step(s, n + " asks where the clock stands on " + which, to -> {
                    ModelNode asker = to.nodes[n];
                    ModelServer server = to.server(which);
                    server.settle(to);
                    if (server.epoch != asker.lastEpoch || !asker.attached) {
                        asker.away();
                    } else {
                        asker.beat = server.position;
                        asker.beatTold = server.told;
                    }
                });
                step(s, n + " reads the log of " + which, to -> to.nodes[n].follow(to.server(which), has(ModelFlaw.GAP_IGNORED)));
            }
        }
    }

    private void connect(ModelState s, int n, ModelServer server) {
        ModelNode node = s.nodes[n];
        server.settle(s);
        boolean other = node.lastEpoch != 0 && (server.epoch != node.lastEpoch || !knowsHome);
        if (other && !has(ModelFlaw.FOLLOWING_WHILE_SENDING)) {
            node.detach(s);
        }
        if (other && !has(ModelFlaw.NOT_SENT_AGAIN)) {
            node.pending = Math.max(node.pending, node.recent);
        }
        if (node.attached && node.epoch == server.epoch) {
            node.phase = ModelNode.FOLLOWING;
            return;
        }
        node.joining = server.epoch;
        node.phase = ModelNode.SENDING;
    }

    /** Sends what is kept, and when there is nothing more asks where the clock stands. */
    private void send(ModelState s, int n, ModelServer server) {
        ModelNode node = s.nodes[n];
        boolean sending = node.pending > 0 && !has(ModelFlaw.ATTACHED_WITH_PENDING);
        if (sending) {
            server.evict(s, node.pending);
            node.recent = Math.max(node.recent, node.pending);
            node.sent = Math.max(node.sent, node.pending);
            node.pending = 0;
        } else {
            server.settle(s);
        }
        if (server.epoch != node.joining) {
            node.sent = has(ModelFlaw.SENT_ELSEWHERE) ? 0 : node.sent;
            node.joining = has(ModelFlaw.SENT_ELSEWHERE) ? server.epoch : node.joining;
        }
        if (server.epoch != node.joining) {
            node.away();
            s.attached++;
        } else if (!sending) {
            node.joinAt = server.position;
            node.phase = ModelNode.JOINING;
        }
    }

    private void attach(ModelState s, int n) {
        ModelNode node = s.nodes[n];
        if (node.pending > 0 && !has(ModelFlaw.ATTACHED_WITH_PENDING)) {
            node.phase = ModelNode.SENDING;
            return;
        }
        node.attach(node.joining, node.joinAt);
        s.attached++;
        node.lastEpoch = node.joining;
        if (s.wasSplit) {
            node.required = 0;
        }
        if (!knowsHome && !node.evicting) {
            node.own = Math.max(node.own, node.recent);
        }
        node.joining = 0;
        node.sent = 0;
        node.joinAt = 0;
        node.phase = ModelNode.FOLLOWING;
    }

    /**
     * How much happens at the most.
     *
     * @param others evictions of another tag
     * @param reads loads, and as many questions for the entry
     * @param attached how often nodes begin to follow a clock, or find that it is another one by then
     */
    record Bounds(int evictions, int others, int reads, int troubles, int attached) {
    }

    /** How a state was come to. */
    private record Came(ModelState.@Nullable Key from, String by) {
    }
}
