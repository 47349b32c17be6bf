package dev.etagere.response;

import java.io.IOException;
import java.io.OutputStream;

/** An answer ready to be sent. */
public interface Reply {

    int status();

    /** Every field but {@code Content-Length}, in order. */
    void eachHeader(HeaderSink sink);

    /** The value of {@code Content-Length}, or -1 where none is sent (304). To HEAD it is sent though nothing is written. */
    long contentLength();

    /** Writes the content; nothing to HEAD and for 304. May be called once or many times. */
    void writeTo(OutputStream out) throws IOException;

    /** Takes fields. */
    @FunctionalInterface
    interface HeaderSink {
        /** @param replace true: in place of what was there under that name; false: beside it */
        void header(String name, String value, boolean replace);
    }
}
