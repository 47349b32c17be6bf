package dev.etagere.response;

import dev.etagere.http.Headers;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * One run of the application whose answer may be stored. The front door calls, in this order: {@link #change}, then {@link #plan} when
 * status and headers are final and before a byte leaves, {@link #stream} should what was held have to go, and at the end exactly one of
 * {@link #complete}, {@link #fail} and {@link #abandon}. By one thread at a time. Whoever waits for this load is released at its end.
 */
public interface Load {

    /** The request attribute under which a front door lets those behind it see the load that they run for. */
    String ATTRIBUTE = Load.class.getName();

    /** Somebody nearer to the application keeps its answer: it is not to be kept here too. To be called before {@link #plan}. */
    default void keptElsewhere() {
    }

    /** How the application's view of the request differs from what the client sent. */
    RequestChange change();

    /** What to do with the answer, now that its head is known. To be called once. */
    Plan plan(int status, Headers headers, Observed seen);

    /** The answer is to carry these tags too, beside those of its policy. To be called before {@link #complete}, as often as one likes. */
    default void tag(Collection<String> more) {
    }

    /** The answer held so far has to go out now (flushed, or longer than the limit). After {@link Plan.Hold} only. */
    Plan.Stream stream(boolean overflow, Observed seen);

    /**
     * The application has finished without an error.
     *
     * @param body all bytes that the application wrote, or empty where they were not captured whole
     * @param seen all that was observed
     * @return what becomes of an answer that was held or swallowed, or was to stream and has not begun to; of no
     *     meaning for one that has
     */
    Completion complete(Optional<byte[]> body, Observed seen);

    /** The application threw or sent an error page, and nothing has left yet: a stale answer to send instead, if there may be one. */
    Optional<Reply> fail(String reason);

    /**
     * Nothing is to be stored: the client broke off, the length was not met, a timeout, an error after bytes had left. Harmless when
     * called late.
     */
    void abandon(String reason);

    /** The work goes on without the thread that began it: asynchronous processing has started. */
    default void detach() {
    }

    /**
     * What the application is shown.
     *
     * @param hidden lower-case names of fields that it does not see
     * @param added fields that it sees instead
     */
    record RequestChange(Set<String> hidden, Headers added) {
    }

    /** What becomes of an answer that was held back. */
    sealed interface Completion {

        /** It goes out as the application made it, with these fields put on it. Never after {@link Plan.Swallow}. */
        record AsMade(FieldSource fields) implements Completion {
        }

        /** This goes out in its place. */
        record Instead(Reply reply) implements Completion {
        }

        /**
         * It was of no use: the application is to run once more, as this load has it, and nothing of the first run goes out. Only after
         * {@link Plan.Swallow}.
         */
        record Again(Load load) implements Completion {
        }
    }

    /** What to do with an answer's content. */
    sealed interface Plan {

        /** Keep it back until {@link Load#complete}; beyond {@code maxBytes}, or when flushed, call {@link Load#stream}. */
        record Hold(int maxBytes) implements Plan {
        }

        /**
         * Send it as it comes, with these fields set first; and where {@code capture} is positive keep a copy, which is given up beyond so
         * many bytes.
         */
        record Stream(FieldSource fields, int capture) implements Plan {
        }

        /**
         * The client does not get it, whatever is flushed: hand up to so many bytes of it to {@link Load#complete}, nothing if there
         * are more, and send what that returns.
         */
        record Swallow(int maxBytes) implements Plan {
        }
    }
}
