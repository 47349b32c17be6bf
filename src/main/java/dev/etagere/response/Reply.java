package dev.etagere.response;

import java.io.IOException;
import java.io.OutputStream;

/** An answer ready to be sent. Its fields are all but {@code Content-Length}. */
public interface Reply extends FieldSource {

    int status();

    /** The value of {@code Content-Length}, or -1 where none is sent (304). To HEAD it is sent though nothing is written. */
    long contentLength();

    /** Writes the content; nothing to HEAD and for 304. May be called once or many times. */
    void writeTo(OutputStream out) throws IOException;
}
