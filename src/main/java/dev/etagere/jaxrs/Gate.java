package dev.etagere.jaxrs;

import jakarta.ws.rs.container.ContainerResponseContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Outside all interceptors: keeps back what encoders write ahead of any content, a gzip header, say, since some implementations send the
 * head of the response with the first byte. It opens when that is final. For one thread at a time.
 */
final class Gate extends OutputStream {

    private static final int MOST = 1 << 10;

    private final OutputStream out;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(32);
    private boolean open;

    private Gate(OutputStream out) {
        this.out = out;
    }

    /** Puts one around the stream of a response; none where the implementation shows no stream. */
    static Optional<Gate> at(ContainerResponseContext response) {
        @Nullable OutputStream out = response.getEntityStream();
        if (out == null) {
            return Optional.empty();
        }
        Gate gate = new Gate(out);
        response.setEntityStream(gate);
        return Optional.of(gate);
    }

    void open() throws IOException {
        if (!open) {
            open = true;
            held.writeTo(out);
        }
    }

    /** What was kept back belongs to a response that will not be; from now on it is open. */
    void forget() {
        held.reset();
        open = true;
    }

    @Override
    public void write(int b) throws IOException {
        byte[] one = {(byte) b};
        write(one, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (!open && held.size() + count <= MOST) {
            held.write(bytes, offset, count);
            return;
        }
        open();
        out.write(bytes, offset, count);
    }

    @Override
    public void flush() throws IOException {
        if (open) {
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        open();
        out.close();
    }
}
