package dev.etagere.servlet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bytes kept in chunks, so that what was written is copied once in and once out. For one thread at a time. */
final class ByteHold extends OutputStream {
    private static final int FIRST = 1 << 10;
    private static final int LARGEST = 1 << 16;

    private final List<byte[]> full = new ArrayList<>(4);
    private byte[] chunk = new byte[0];
    private int used;
    private int before;

    int size() {
        return before + used;
    }

    @Override
    public void write(int b) {
        if (used == chunk.length) {
            next(1);
        }
        chunk[used++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (used == chunk.length) {
                next(left);
            }
            int now = Math.min(left, chunk.length - used);
            System.arraycopy(bytes, from, chunk, used, now);
            used += now;
            from += now;
            left -= now;
        }
    }

    /** Makes room for so many bytes in one piece; of use before the first byte only. */
    void expect(int length) {
        if (size() == 0 && length > chunk.length) {
            chunk = new byte[length];
        }
    }

    void clear() {
        full.clear();
        chunk = new byte[0];
        used = 0;
        before = 0;
    }

    void sendTo(OutputStream out) throws IOException {
        for (byte[] piece : full) {
            out.write(piece);
        }
        if (used > 0) {
            out.write(chunk, 0, used);
        }
    }

    /** All bytes; the array is not used here any more. */
    byte[] toBytes() {
        if (full.isEmpty()) {
            return used == chunk.length ? chunk : Arrays.copyOf(chunk, used);
        }
        byte[] all = new byte[size()];
        int at = 0;
        for (byte[] piece : full) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        System.arraycopy(chunk, 0, all, at, used);
        return all;
    }

    private void next(int wanted) {
        if (used > 0) {
            full.add(chunk);
            before += used;
        }
        chunk = new byte[Math.max(wanted, Math.min(LARGEST, Math.max(FIRST, before)))];
        used = 0;
    }
}
