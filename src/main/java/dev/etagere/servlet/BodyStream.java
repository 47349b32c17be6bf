package dev.etagere.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.Charset;

/** The output stream that the application writes to. */
final class BodyStream extends ServletOutputStream {

    /** Whether a container's stream encodes text in the response's encoding; the specification's own takes ISO-8859-1 alone. */
    private static final ClassValue<Boolean> ENCODES = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            try {
                return type.getMethod("print", String.class).getDeclaringClass() != ServletOutputStream.class;
            } catch (NoSuchMethodException e) {
                return false;
            }
        }
    };

    private final Exchange exchange;
    private final CapturedResponse response;
    private final ServletOutputStream container;

    BodyStream(Exchange exchange, CapturedResponse response, ServletOutputStream container) {
        this.exchange = exchange;
        this.response = response;
        this.container = container;
    }

    @Override
    public void write(int b) throws IOException {
        exchange.write(b);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
        exchange.write(b, off, len);
    }

    @Override
    public void print(String text) throws IOException {
        String printed = text == null ? "null" : text;
        if (ENCODES.get(container.getClass())) {
            byte[] bytes = printed.getBytes(Charset.forName(response.getCharacterEncoding()));
            exchange.write(bytes, 0, bytes.length);
        } else {
            super.print(printed);
        }
    }

    @Override
    public void flush() throws IOException {
        exchange.flush();
    }

    @Override
    public void close() throws IOException {
        exchange.close();
    }

    @Override
    public boolean isReady() {
        return container.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        response.unblock();
        container.setWriteListener(listener);
    }
}
