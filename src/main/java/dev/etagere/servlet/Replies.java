package dev.etagere.servlet;

import dev.etagere.response.FieldSource;
import dev.etagere.response.Reply;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends what the engine has ready. */
final class Replies {
    private Replies() {
    }

    /** Sets the head, and writes the content once. The response must not be committed. */
    static void send(Reply reply, HttpServletResponse response) throws IOException {
        int status = reply.status();
        response.setStatus(status);
        put(reply, response);
        long length = reply.contentLength();
        if (length >= 0) {
            response.setContentLengthLong(length);
        }
        if (status == HttpServletResponse.SC_NOT_MODIFIED) {
            // Jetty gives a filter's 304 a Content-Length of 0 when the chain ends; one that is committed by then goes out as it is.
            response.flushBuffer();
        } else if (length != 0) {
            reply.writeTo(response.getOutputStream());
        }
    }

    /** Jetty keeps a session's cookie when a response is reset: one that is there already is not set again. */
    static void put(FieldSource fields, HttpServletResponse response) {
        fields.eachHeader((name, value, replace) -> {
            if (replace) {
                response.setHeader(name, value);
            } else if (!name.equals("Set-Cookie") || !response.getHeaders(name).contains(value)) {
                response.addHeader(name, value);
            }
        });
    }

    /** Hands the answer to the client whole, though the filter has not returned yet. */
    static void close(HttpServletResponse response) throws IOException {
        response.flushBuffer();
        response.getOutputStream().close();
    }
}
