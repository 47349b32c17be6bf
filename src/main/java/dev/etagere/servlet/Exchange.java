package dev.etagere.servlet;

import dev.etagere.response.Load;
import dev.etagere.response.Reply;
import dev.etagere.response.SafeLoad;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of the application: what it writes goes through here, held back until the load has decided on it. From the first byte that
 * outgrows the container's buffer, a flush, or the end on, status and header fields are final, just as they are in the container.
 * For one thread at a time, but for {@link #abandon}.
 */
final class Exchange {

    /** What becomes of what is written. */
    private enum Mode { UNDECIDED, HOLD, STREAM, SWALLOW, DONE }

    final Observations notes;
    final Body body = new Body();
    private final AnswerHead head;
    private final HttpServletResponse origin;
    private final SafeLoad load;
    private volatile Mode mode = Mode.UNDECIDED;
    private int limit;
    private boolean closed;
    private boolean immediate;
    private boolean broken;
    private boolean replaced;
    private boolean overfull;
    private boolean detached;
    private @Nullable Action redirect;
    private @Nullable Load again;

    Exchange(HttpServletResponse origin, SafeLoad load, Observations notes, String method) {
        this.origin = origin;
        this.load = load;
        this.notes = notes;
        this.head = new AnswerHead(origin, method);
        this.limit = Math.max(origin.getBufferSize(), 1 << 10);
    }

    /** Whether status and header fields are final. */
    boolean settled() {
        return mode != Mode.UNDECIDED || closed;
    }

    boolean done() {
        return mode == Mode.DONE;
    }

    void bufferSize(int size) {
        limit = Math.max(size, 1 << 10);
    }

    void declare(long length) {
        head.declare(length);
        if (length > 0 && length <= limit) {
            body.expect((int) length);
        }
    }

    /** Asynchronous processing has started. */
    void detach() {
        detached = true;
        load.detach();
    }

    AnswerHead head() {
        return head;
    }

    /** Nothing is held until {@link #patient}: the application writes without blocking, or nobody will tell when it has finished. */
    void immediate() throws IOException {
        immediate = true;
        boolean holds = body.held() > 0 && !closed;
        if (holds && mode == Mode.UNDECIDED) {
            decide();
        } else if (holds && mode == Mode.HOLD) {
            overflow(false);
        }
    }

    void patient() {
        immediate = false;
    }

    void write(int oneByte) throws IOException {
        write(1, () -> body.hold(oneByte), () -> body.send(oneByte));
    }

    void write(byte[] from, int offset, int count) throws IOException {
        write(count, () -> body.hold(from, offset, count), () -> body.send(from, offset, count));
    }

    void write(char[] from, int offset, int count) throws IOException {
        write(count, () -> body.hold(from, offset, count), () -> body.send(from, offset, count));
    }

    void write(String from, int offset, int count) throws IOException {
        write(count, () -> body.hold(from, offset, count), () -> body.send(from, offset, count));
    }

    private void write(int count, Runnable hold, Action send) throws IOException {
        if (closed || count == 0 || mode == Mode.DONE) {
            return;
        }
        if (holds(count)) {
            hold.run();
        } else if (mode == Mode.STREAM) {
            watched(send);
        }
    }

    void flush() throws IOException {
        if (closed && mode != Mode.STREAM) {
            return;
        }
        if (mode == Mode.UNDECIDED) {
            decide();
        }
        if (mode == Mode.HOLD) {
            overflow(false);
        }
        if (mode == Mode.STREAM) {
            watched(() -> {
                if (body.isOpen()) {
                    body.flush();
                } else {
                    origin.flushBuffer();
                }
            });
        }
    }

    /** Whether the container's writer has met an error, which the application may take as a reason to stop. */
    boolean writerFailed() {
        boolean failed = mode == Mode.STREAM && body.writerFailed();
        broken |= failed;
        return failed;
    }

    void close() throws IOException {
        boolean first = !closed;
        closed = true;
        if (first && mode == Mode.STREAM) {
            watched(body::close);
        }
    }

    /** The content is dropped, the head stays. */
    void resetBuffer() {
        body.clear();
    }

    /** The content is dropped, and its stream or writer with it; the head stays. */
    void reopen() {
        body.reopen();
    }

    /** Head and content are dropped, those of outer filters too, as a container does. */
    void reset() {
        body.reopen();
        head.reset();
    }

    /** A redirect whose status and location are set: {@code real} sends it as the container does. */
    void redirect(Action real) {
        closed = true;
        redirect = real;
    }

    /** The application answered 304 to our own conditions by way of an error. */
    void endEmpty() {
        body.clear();
        closed = true;
    }

    /** The application reports an error. True: a stale answer went out in its place. */
    boolean rescued(int errorStatus) throws IOException {
        switch (errorStatus) {
            case 500, 502, 503, 504 -> {
                return rescued("status " + errorStatus);
            }
            default -> {
                mode = Mode.DONE;
                load.abandon("status " + errorStatus);
                return false;
            }
        }
    }

    /** The application threw, or sent an error. True: a stale answer went out in its place. */
    boolean rescued(String reason) throws IOException {
        if (replaced) {
            return true;
        }
        boolean left = mode == Mode.STREAM || mode == Mode.DONE || origin.isCommitted();
        boolean buffered = mode == Mode.UNDECIDED;
        mode = Mode.DONE;
        if (left) {
            load.abandon(reason);
            return false;
        }
        Optional<Reply> stale = load.fail(reason);
        if (stale.isPresent()) {
            replace(stale.get());
        } else if (buffered) {
            body.stream(0);
        }
        return stale.isPresent();
    }

    /** Nothing will be stored; what the application writes goes to the client all the same. */
    void abandon(String reason) {
        load.abandon(reason);
    }

    /** Whether the end of the answer is in the container's hands: it has left in part. */
    boolean streaming() {
        return mode == Mode.STREAM;
    }

    /** The load for which the application is to run once more, where this run was of no use and nothing of it has left. */
    Optional<Load> again() {
        return Optional.ofNullable(again);
    }

    /** The application has finished. Harmless when called again. */
    void finish() throws IOException {
        if (mode != Mode.STREAM && mode != Mode.DONE && origin.isCommitted()) {
            load.abandon("written past the filter");
            mode = Mode.DONE;
            return;
        }
        try {
            if (mode == Mode.UNDECIDED) {
                decideAtEnd();
            }
            switch (mode) {
                case HOLD -> finishHeld();
                case SWALLOW -> finishSwallowed();
                case STREAM -> finishStreamed();
                default -> {
                }
            }
        } finally {
            mode = Mode.DONE;
            load.abandon("not completed");
        }
    }

    /** Whether so much more is held back; if not, what was held has left. */
    private boolean holds(int more) throws IOException {
        if (mode == Mode.UNDECIDED) {
            if (!immediate && body.held() + more <= limit) {
                return true;
            }
            decide();
        }
        if (mode == Mode.HOLD) {
            if ((long) body.held() + more <= limit) {
                return true;
            }
            overflow(true);
        }
        overfull |= mode == Mode.SWALLOW && (long) body.held() + more > limit;
        return mode == Mode.SWALLOW && !overfull;
    }

    private void decide() throws IOException {
        if (load.ended()) {
            mode = Mode.STREAM;
            body.stream(0);
        } else {
            follow(load.plan(origin.getStatus(), head.fields(), notes.seen()));
        }
    }

    /**
     * All that the application wrote is here, so what is going to be kept is kept before it leaves: once the declared length is written a
     * container lets the client have the last byte, and the client's next request may come before this one has returned.
     */
    private void decideAtEnd() throws IOException {
        if (load.ended()) {
            decide();
            return;
        }
        Load.Plan plan = load.plan(origin.getStatus(), head.fields(), notes.seen());
        byte[] content = body.content();
        boolean keeps = plan instanceof Load.Plan.Stream stream && content.length <= stream.capture();
        if (!keeps || head.cut(content.length) || head.unstorable().isPresent()) {
            follow(plan);
            return;
        }
        if (load.complete(Optional.of(content), notes.seen()) instanceof Load.Completion.AsMade made) {
            Replies.put(made.fields(), origin);
        }
        release();
        mode = Mode.DONE;
    }

    private void follow(Load.Plan plan) throws IOException {
        if (plan instanceof Load.Plan.Hold hold) {
            mode = Mode.HOLD;
            limit = hold.maxBytes();
            if (immediate || head.unstorable().isPresent()) {
                overflow(false);
            } else if (head.declared() > 0 && head.declared() <= limit) {
                body.expect((int) head.declared());
            }
        } else if (plan instanceof Load.Plan.Stream stream) {
            begin(stream);
        } else if (plan instanceof Load.Plan.Swallow swallow) {
            mode = Mode.SWALLOW;
            limit = swallow.maxBytes();
        }
    }

    private void overflow(boolean full) throws IOException {
        begin(load.stream(full, notes.seen()));
    }

    private void begin(Load.Plan.Stream stream) throws IOException {
        mode = Mode.STREAM;
        Replies.put(stream.fields(), origin);
        watched(() -> body.stream(head.unstorable().isPresent() ? 0 : stream.capture()));
    }

    private void finishHeld() throws IOException {
        byte[] content = body.content();
        if (content.length > limit) {
            overflow(true);
            finishStreamed();
        } else if (head.cut(content.length)) {
            load.abandon("length");
            release();
        } else {
            Load.Completion completion = load.complete(Optional.of(content), notes.seen());
            if (completion instanceof Load.Completion.Instead instead) {
                replace(instead.reply());
            } else if (completion instanceof Load.Completion.AsMade made) {
                Replies.put(made.fields(), origin);
                release();
            }
        }
    }

    private void finishSwallowed() throws IOException {
        byte[] content = overfull ? new byte[0] : body.content();
        boolean whole = !overfull && content.length <= limit && !head.cut(content.length) && head.unstorable().isEmpty();
        Load.Completion completion = load.complete(whole ? Optional.of(content) : Optional.empty(), notes.seen());
        if (completion instanceof Load.Completion.Instead instead) {
            replace(instead.reply());
        } else if (completion instanceof Load.Completion.Again once) {
            origin.reset();
            head.restoreOuter();
            if (detached) {
                once.load().abandon("asynchronous");
                origin.setHeader("Retry-After", "0");
                origin.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            } else {
                again = once.load();
            }
        }
    }

    private void finishStreamed() throws IOException {
        if (redirect != null) {
            redirect.run();
        }
        Optional<String> unstorable = head.unstorable();
        if (broken) {
            load.abandon("client");
        } else if (unstorable.isPresent()) {
            load.abandon(unstorable.get());
        } else if (body.usesStream() && head.cut(body.length())) {
            load.abandon("length");
        } else {
            Optional<byte[]> copy = body.copy();
            if (copy.isPresent() && head.cut(copy.get().length)) {
                load.abandon("length");
            } else {
                load.complete(copy, notes.seen());
            }
        }
    }

    private void release() throws IOException {
        mode = Mode.STREAM;
        body.stream(0);
        if (redirect != null) {
            redirect.run();
        }
    }

    private void replace(Reply reply) throws IOException {
        mode = Mode.DONE;
        replaced = true;
        origin.reset();
        head.restoreOuter();
        Replies.send(reply, origin);
    }

    private void watched(Action action) throws IOException {
        try {
            action.run();
            if (!body.copies() && origin instanceof DetachedResponse detached) {
                detached.refuse();
            }
        } catch (IOException e) {
            broken = true;
            load.abandon("client");
            throw e;
        }
    }
}
