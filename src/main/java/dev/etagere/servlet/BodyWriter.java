package dev.etagere.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** The writer that the application writes to. */
final class BodyWriter extends PrintWriter {
    private final Exchange exchange;

    BodyWriter(Exchange exchange) {
        super(new Sink(exchange));
        this.exchange = exchange;
    }

    @Override
    public boolean checkError() {
        boolean here = super.checkError();
        return here || exchange.writerFailed();
    }

    private static final class Sink extends Writer {
        private final Exchange exchange;

        Sink(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void write(char[] from, int offset, int count) throws IOException {
            exchange.write(from, offset, count);
        }

        @Override
        public void write(String from, int offset, int count) throws IOException {
            exchange.write(from, offset, count);
        }

        @Override
        public void flush() throws IOException {
            exchange.flush();
        }

        @Override
        public void close() throws IOException {
            exchange.close();
        }
    }
}
