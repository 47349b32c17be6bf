package dev.etagere.servlet;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** How a container's writer turns characters into bytes. */
interface Encoding {

    byte[] encode(CharSequence text);

    /** Encodes what is written to it; to be closed at the end. */
    Writer encoder(OutputStream out);

    static Encoding of(Charset charset, PrintWriter container) {
        boolean jetty = container.getClass().getName().startsWith("org.eclipse.jetty.");
        return jetty && charset.equals(StandardCharsets.ISO_8859_1) ? new JettyLatin() : new Plain(charset);
    }

    /** As {@link String#getBytes(Charset)} does: one question mark for a character that the encoding does not have. */
    record Plain(Charset charset) implements Encoding {
        @Override
        public byte[] encode(CharSequence text) {
            return text.toString().getBytes(charset);
        }

        @Override
        public Writer encoder(OutputStream out) {
            return new OutputStreamWriter(out, charset);
        }
    }

    /** Jetty's writer for ISO-8859-1 takes {@code char} by {@code char}: two question marks for a character beyond the first plane. */
    record JettyLatin() implements Encoding {
        @Override
        public byte[] encode(CharSequence text) {
            byte[] bytes = new byte[text.length()];
            for (int i = 0; i < bytes.length; i++) {
                char c = text.charAt(i);
                bytes[i] = (byte) (c < 256 ? c : '?');
            }
            return bytes;
        }

        @Override
        public Writer encoder(OutputStream out) {
            return new Writer() {
                @Override
                public void write(char[] from, int offset, int count) throws IOException {
                    out.write(encode(CharBuffer.wrap(from, offset, count)));
                }

                @Override
                public void flush() {
                }

                @Override
                public void close() {
                }
            };
        }
    }
}
