package dev.etagere.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;

/**
 * Several calls in one go. In a Cluster they go to several servers, and Jedis would start threads to hear what these answer, which cost
 * more than they save, and write what goes wrong to wherever the JVM does that; here the caller hears one after another.
 */
final class Batch {

    private static final Here HERE = new Here();

    private Batch() {
    }

    /**
     * The answers in the order of the calls. In a Cluster one may be that the key has moved; where a connection broke there is none, and to
     * ask for it is an {@link IllegalStateException}.
     *
     * @param call adds the one of that index
     */
    static <T> List<Response<T>> send(UnifiedJedis to, int calls, BiFunction<AbstractPipeline, Integer, Response<T>> call) {
        List<Response<T>> responses = new ArrayList<>(calls);
        try (AbstractPipeline pipeline = to instanceof RedisClusterClient cluster ? cluster.pipelined(HERE) : to.pipelined()) {
            for (int i = 0; i < calls; i++) {
                responses.add(call.apply(pipeline, i));
            }
            pipeline.sync();
        }
        return responses;
    }

    /** Does what it is given at once. What fails has no answer, and the next one is done all the same. */
    private static final class Here extends AbstractExecutorService {

        @Override
        public void execute(Runnable command) {
            try {
                command.run();
            } catch (RuntimeException unanswered) {
                return;
            }
        }

        @Override
        public void shutdown() {
        }

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
