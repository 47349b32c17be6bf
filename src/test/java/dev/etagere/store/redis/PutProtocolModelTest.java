package dev.etagere.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The steps in which a value is put in a Cluster, as {@link InSteps} takes them, in every order with those of another writer, of a load
 * that fills a gap, and of a node that keeps near what it reads and hears the log late; and every writer may die after every step. When all
 * has been heard and nobody is between two steps, what the node keeps near is what is in Redis. Taking away what the protocol rests on
 * makes that false.
 */
class PutProtocolModelTest {

    private static final int NOBODY = 0;
    private static final int NOTHING = 0;
    private static final int FIRST = 1;
    private static final int OF_THE_LOAD = 4;
    private static final int TRIES = 2;

    /** What the protocol rests on. */
    private enum Rule {
        ANNOUNCE_BEFORE_TELLING, KEEP_NOTHING_ANNOUNCED, SETTLE_ONLY_OWN
    }

    /**
     * Everything that matters.
     *
     * @param value in Redis, with who is about to replace it
     * @param number that the clock stands at, and that the node has heard
     * @param near the node keeps, with the number that it knew as it was read
     * @param reading what the node has read but not kept yet, with the number that it knew before
     * @param steps that the writers and the load have taken, -1: it is dead or done
     */
    private record World(int value, int writer, int number, int heard, int near, int fence, int reading, int readAt, boolean mayKeep,
            int reads, Steps steps) {
    }

    private record Steps(int one, int triesOfOne, int two, int triesOfTwo, int load, int loadSaw) {
    }

    private Set<Rule> rules = EnumSet.allOf(Rule.class);

    /** A world in which the node has near, for good, what is not in Redis. */
    private Optional<World> violation() {
        Set<World> seen = new HashSet<>();
        Deque<World> todo = new ArrayDeque<>();
        for (int value : new int[] {NOTHING, FIRST}) {
            todo.add(new World(value, NOBODY, 0, 0, value, 0, NOTHING, 0, false, 0, new Steps(0, 0, 0, 0, 0, 0)));
        }
        while (!todo.isEmpty()) {
            World world = todo.pop();
            if (!seen.add(world)) {
                continue;
            }
            if (isQuiet(world) && world.near() != NOTHING && world.fence() >= world.number() && world.near() != world.value()) {
                return Optional.of(world);
            }
            todo.addAll(next(world));
        }
        assertThat(seen).hasSizeGreaterThan(1_000);
        return Optional.empty();
    }

    private static boolean isQuiet(World world) {
        Steps steps = world.steps();
        return world.heard() == world.number() && world.reading() == NOTHING && (steps.one() <= 0) && (steps.two() <= 0);
    }

    private Set<World> next(World world) {
        Set<World> all = new HashSet<>();
        Steps steps = world.steps();
        if (steps.one() >= 0) {
            write(world, 2, steps.one(), steps.triesOfOne(), all);
            all.add(with(world, 2, -1, 0));
        }
        if (steps.two() >= 0) {
            write(world, 3, steps.two(), steps.triesOfTwo(), all);
            all.add(with(world, 3, -1, 0));
        }
        load(world, all);
        if (world.heard() < world.number()) {
            all.add(new World(world.value(), world.writer(), world.number(), world.heard() + 1, world.near(), world.fence(),
                    world.reading(), world.readAt(), world.mayKeep(), world.reads(), steps));
        }
        boolean hasNear = world.near() != NOTHING && world.fence() >= world.heard();
        if (!hasNear && world.reading() == NOTHING && world.value() != NOTHING && world.reads() < 2) {
            boolean mayKeep = world.writer() == NOBODY || !rules.contains(Rule.KEEP_NOTHING_ANNOUNCED);
            all.add(new World(world.value(), world.writer(), world.number(), world.heard(), NOTHING, 0, world.value(), world.heard(),
                    mayKeep, world.reads() + 1, steps));
        }
        if (world.reading() != NOTHING) {
            boolean kept = world.mayKeep();
            all.add(new World(world.value(), world.writer(), world.number(), world.heard(), kept ? world.reading() : world.near(),
                    kept ? world.readAt() : world.fence(), NOTHING, 0, false, world.reads(), steps));
        }
        return all;
    }

    /** @param me also the value that is put, and the writer's word */
    private void write(World world, int me, int step, int tries, Set<World> all) {
        switch (step) {
            case 0 -> {
                int word = rules.contains(Rule.ANNOUNCE_BEFORE_TELLING) ? me : world.writer();
                all.add(with(redis(world, world.value(), word, world.number()), me, 1, tries));
            }
            case 1 -> all.add(with(redis(world, world.value(), world.writer(), world.number() + 1), me, 2, tries));
            default -> {
                boolean own = world.writer() == me || !rules.contains(Rule.ANNOUNCE_BEFORE_TELLING)
                        || !rules.contains(Rule.SETTLE_ONLY_OWN);
                if (own) {
                    all.add(with(redis(world, me, NOBODY, world.number()), me, -1, 0));
                } else if (tries + 1 < TRIES) {
                    all.add(with(world, me, 0, tries + 1));
                } else {
                    all.add(with(redis(world, NOTHING, NOBODY, world.number() + 1), me, -1, 0));
                }
            }
        }
    }

    /** It fills what is a gap still as it has seen it, a writer's word included, and tells nobody. */
    private void load(World world, Set<World> all) {
        Steps steps = world.steps();
        if (steps.load() == 0 && world.value() == NOTHING) {
            all.add(loaded(world, 1, world.writer()));
        } else if (steps.load() == 1) {
            boolean same = world.value() == NOTHING && world.writer() == steps.loadSaw();
            all.add(same ? loaded(redis(world, OF_THE_LOAD, NOBODY, world.number()), -1, 0) : loaded(world, -1, 0));
        }
    }

    private static World redis(World world, int value, int writer, int number) {
        return new World(value, writer, number, world.heard(), world.near(), world.fence(), world.reading(), world.readAt(),
                world.mayKeep(), world.reads(), world.steps());
    }

    private static World with(World world, int me, int step, int tries) {
        Steps old = world.steps();
        return steps(world, me == 2 ? new Steps(step, tries, old.two(), old.triesOfTwo(), old.load(), old.loadSaw())
                : new Steps(old.one(), old.triesOfOne(), step, tries, old.load(), old.loadSaw()));
    }

    private static World loaded(World world, int step, int saw) {
        Steps old = world.steps();
        return steps(world, new Steps(old.one(), old.triesOfOne(), old.two(), old.triesOfTwo(), step, saw));
    }

    private static World steps(World world, Steps steps) {
        return new World(world.value(), world.writer(), world.number(), world.heard(), world.near(), world.fence(), world.reading(),
                world.readAt(), world.mayKeep(), world.reads(), steps);
    }

    @Test
    void whatIsKeptNearIsWhatIsThereWhoeverComesBetweenOrDies() {
        assertThat(violation()).isEmpty();
    }

    @Test
    void eachOfItsRulesIsNeeded() {
        assertThat(Arrays.stream(Rule.values())).allSatisfy(rule -> {
            rules = EnumSet.complementOf(EnumSet.of(rule));
            assertThat(violation()).isPresent();
        });
    }
}
