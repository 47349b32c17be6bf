package dev.etagere.jaxrs;

import dev.etagere.response.Reply;
import java.io.IOException;
import java.io.OutputStream;

/** The entity of a response that comes from the cache: bytes that a message body writer has written before. */
record Replay(Reply reply) {

    void writeTo(OutputStream out) throws IOException {
        reply.writeTo(out);
    }
}
