package dev.etagere.servlet;

import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The content that the application writes: first held, then, if it must, on its way to the container with a copy kept. Characters go to
 * the container's own writer as characters, since only that knows how it encodes; the copy is encoded here. For one thread at a time.
 */
final class Body {
    private final ByteHold bytes = new ByteHold();
    private final StringBuilder chars = new StringBuilder();
    private @Nullable ServletOutputStream out;
    private @Nullable PrintWriter writer;
    private @Nullable Charset charset;
    private @Nullable Writer encoder;
    private int capture;
    private boolean whole = true;
    private long length;

    void open(ServletOutputStream container) {
        out = container;
    }

    void open(PrintWriter container, Charset encoding) {
        writer = container;
        charset = encoding;
    }

    boolean isOpen() {
        return out != null || writer != null;
    }

    boolean usesStream() {
        return out != null;
    }

    boolean usesWriter() {
        return writer != null;
    }

    /** Bytes, or characters, which become at least as many bytes in nearly every encoding. */
    int held() {
        return writer == null ? bytes.size() : chars.length();
    }

    /** How many bytes were written so far; characters do not count until they are encoded. */
    long length() {
        return length;
    }

    void expect(int size) {
        bytes.expect(size);
    }

    void hold(byte[] from, int offset, int count) {
        length += count;
        bytes.write(from, offset, count);
    }

    void hold(int oneByte) {
        length++;
        bytes.write(oneByte);
    }

    void hold(char[] from, int offset, int count) {
        chars.append(from, offset, count);
    }

    void hold(String from, int offset, int count) {
        chars.append(from, offset, offset + count);
    }

    /** Forgets what was held. */
    void clear() {
        bytes.clear();
        chars.setLength(0);
        length = 0;
    }

    /** After the container's response was reset: the application may choose again between stream and writer. */
    void reopen() {
        clear();
        out = null;
        writer = null;
        charset = null;
    }

    /** What is held, as bytes. */
    byte[] content() {
        return charset == null || writer == null ? bytes.toBytes() : Encoding.of(charset, writer).encode(chars);
    }

    /** Sends what is held to the container, and keeps a copy of it and of what follows up to so many bytes. */
    void stream(int copyLimit) throws IOException {
        capture = copyLimit;
        whole = copyLimit > 0;
        if (writer != null && charset != null) {
            String text = chars.toString();
            chars.setLength(0);
            chars.trimToSize();
            encoder = Encoding.of(charset, writer).encoder(bytes);
            send(text, 0, text.length());
        } else if (out != null) {
            bytes.sendTo(out);
            if (bytes.size() > copyLimit) {
                giveUp();
            }
        }
    }

    void send(byte[] from, int offset, int count) throws IOException {
        length += count;
        target().write(from, offset, count);
        if (fits(count)) {
            bytes.write(from, offset, count);
        }
    }

    void send(int oneByte) throws IOException {
        length++;
        target().write(oneByte);
        if (fits(1)) {
            bytes.write(oneByte);
        }
    }

    void send(char[] from, int offset, int count) throws IOException {
        if (writer != null && count > 0) {
            writer.write(from, offset, count);
            if (encoder != null && fits(count)) {
                encoder.write(from, offset, count);
            }
        }
    }

    void send(String from, int offset, int count) throws IOException {
        if (writer != null && count > 0) {
            writer.write(from, offset, count);
            if (encoder != null && fits(count)) {
                encoder.write(from, offset, count);
            }
        }
    }

    void flush() throws IOException {
        if (out != null) {
            out.flush();
        } else if (writer != null) {
            writer.flush();
        }
    }

    void close() throws IOException {
        if (out != null) {
            out.close();
        } else if (writer != null) {
            writer.close();
        }
    }

    /** Whether what streams is still being copied. */
    boolean copies() {
        return whole;
    }

    /** Whether the container's writer has met an error; flushes it. The stream throws instead. */
    boolean writerFailed() {
        return writer != null && writer.checkError();
    }

    /** All that was streamed, where the copy is whole. */
    Optional<byte[]> copy() {
        if (encoder != null && whole) {
            try {
                encoder.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (!whole || bytes.size() > capture) {
            return Optional.empty();
        }
        return Optional.of(bytes.toBytes());
    }

    private boolean fits(int more) {
        if (whole && (long) bytes.size() + more > capture) {
            giveUp();
        }
        return whole;
    }

    private void giveUp() {
        whole = false;
        bytes.clear();
    }

    private ServletOutputStream target() {
        if (out == null) {
            throw new IllegalStateException("The output stream was not opened");
        }
        return out;
    }
}
