package dev.etagere.jaxrs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What a message body writer writes: held back until {@link Decision} says otherwise, then on its way with a copy kept. For one thread at a
 * time.
 */
final class HeldStream extends OutputStream {

    /** Nothing is written before it is decided what is to be done with it. */
    static final int FIRST_BYTE = 0;

    /** So much is held before that is decided. */
    static final int SOME_BYTES = 8 << 10;

    private final OutputStream out;
    private final Decision decision;
    private final Buffer held = new Buffer();
    private int limit;
    private boolean decided;
    private boolean streams;
    private int capture;
    private boolean broken;
    private long length;

    /** @param undecided how many bytes to hold before the decision: {@link #FIRST_BYTE} or {@link #SOME_BYTES} */
    HeldStream(OutputStream out, Decision decision, int undecided) {
        this.out = out;
        this.decision = decision;
        this.limit = undecided;
    }

    /** What is to be done with what is written. */
    interface Decision {

        /** The most bytes to hold, or -1: none. Asked once. */
        int limit();

        /** What was held has to go: the most bytes of the whole to keep a copy of. */
        int stream(boolean overflow) throws IOException;
    }

    @Override
    public void write(int b) throws IOException {
        byte[] one = {(byte) b};
        write(one, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (count == 0) {
            return;
        }
        length += count;
        if (!streams && held.size() + count > limit) {
            decide(count);
        }
        if (streams) {
            send(bytes, offset, count);
        } else {
            held.write(bytes, offset, count);
        }
    }

    private void decide(int more) throws IOException {
        if (!decided) {
            decideLimit();
        }
        if (!streams && (long) held.size() + more > limit) {
            begin(decision.stream(true));
        }
    }

    private void decideLimit() throws IOException {
        decided = true;
        int most = decision.limit();
        if (most < 0) {
            begin(decision.stream(false));
        } else {
            limit = most;
        }
    }

    private void begin(int copyLimit) throws IOException {
        streams = true;
        capture = copyLimit;
        if (held.size() > 0) {
            try {
                held.writeTo(out);
            } catch (IOException e) {
                broken = true;
                throw e;
            }
        }
        if (held.size() > capture) {
            giveUp();
        }
    }

    private void send(byte[] bytes, int offset, int count) throws IOException {
        try {
            out.write(bytes, offset, count);
        } catch (IOException e) {
            broken = true;
            throw e;
        }
        if (capture > 0) {
            if ((long) held.size() + count > capture) {
                giveUp();
            } else {
                held.write(bytes, offset, count);
            }
        }
    }

    private void giveUp() {
        capture = 0;
        held.forget();
    }

    /** Writers flush out of habit; only what streams already is flushed. */
    @Override
    public void flush() throws IOException {
        if (streams) {
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (streams) {
            out.close();
        }
    }

    /** The writer has finished: decides, should that not have been done. */
    void finish() throws IOException {
        if (!decided) {
            decideLimit();
        }
        if (!streams && held.size() > limit) {
            begin(decision.stream(true));
        }
    }

    boolean streams() {
        return streams;
    }

    /** Whether writing to the client has failed, though a writer may have kept that to itself. */
    boolean broken() {
        return broken;
    }

    /** Whether all that was written is here. */
    boolean whole() {
        return !streams || capture > 0 || length == 0;
    }

    long length() {
        return length;
    }

    byte[] bytes() {
        return held.toByteArray();
    }

    private static final class Buffer extends ByteArrayOutputStream {
        Buffer() {
            super(512);
        }

        void forget() {
            reset();
            buf = new byte[0];
        }
    }
}
