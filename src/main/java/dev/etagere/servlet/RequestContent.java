package dev.etagere.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;

/**
 * Content of a request as the application reads it, noted once there is any: frameworks open that of every request, and over HTTP/2
 * content comes without being announced (RFC 9113 §8.1.1).
 */
final class RequestContent extends ServletInputStream {
    private final ServletInputStream container;
    private final Observations notes;

    RequestContent(ServletInputStream container, Observations notes) {
        this.container = container;
        this.notes = notes;
    }

    static BufferedReader reader(BufferedReader container, Observations notes) {
        return new BufferedReader(new FilterReader(container) {
            @Override
            public int read() throws IOException {
                return noted(super.read(), notes);
            }

            @Override
            public int read(char[] into, int offset, int length) throws IOException {
                return noted(super.read(into, offset, length), notes);
            }
        });
    }

    private static int noted(int read, Observations notes) {
        if (read >= 0) {
            notes.content();
        }
        return read;
    }

    @Override
    public int read() throws IOException {
        return noted(container.read(), notes);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = container.read(into, offset, length);
        return length == 0 ? read : noted(read, notes);
    }

    @Override
    public int available() throws IOException {
        return container.available();
    }

    @Override
    public void close() throws IOException {
        container.close();
    }

    @Override
    public boolean isFinished() {
        return container.isFinished();
    }

    @Override
    public boolean isReady() {
        return container.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        container.setReadListener(listener);
    }
}
