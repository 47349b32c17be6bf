package dev.etagere.store.fault;

import dev.etagere.store.redis.RedisOptions;
import java.util.Random;

/** What a history is played on: a Redis of some kind, and what can become of it. */
interface Stage extends AutoCloseable {

    /** How a node gets there. */
    RedisOptions options(int node, String namespace);

    /** Something bad that is over when this returns, though its consequences may not be. */
    void fault(Random chance, String namespace) throws InterruptedException;

    /** Ends all that is bad, and waits for it to be well. */
    void mend();

    @Override
    void close();
}
