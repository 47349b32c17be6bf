package dev.etagere.protocol;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How the origin answers one request. Fields are written as they stand on the wire: {@code "ETag: \"1\""}. */
@FunctionalInterface
interface OriginAnswer {

    void write(HttpServletRequest request, HttpServletResponse response) throws IOException;

    static OriginAnswer ok(String body, String... fields) {
        return answer(200, body, fields);
    }

    static OriginAnswer notModified(String... fields) {
        return answer(304, "", fields);
    }

    static OriginAnswer answer(int status, String body, String... fields) {
        List<String> lines = Arrays.asList(fields);
        return (request, response) -> {
            response.setStatus(status);
            lines.forEach(line -> add(response, line));
            byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
            if (status == 304 || status == 204) {
                return;
            }
            boolean lengthGiven = lines.stream().anyMatch(line -> line.regionMatches(true, 0, "Content-Length:", 0, 15));
            if (!lengthGiven) {
                response.setContentLength(bytes.length);
            }
            if (!request.getMethod().equals("HEAD")) {
                response.getOutputStream().write(bytes);
            }
        };
    }

    /** Content without a declared length, flushed after each chunk. */
    static OriginAnswer streamed(String[] chunks, String... fields) {
        List<String> lines = Arrays.asList(fields);
        return (request, response) -> {
            lines.forEach(line -> add(response, line));
            for (String chunk : chunks) {
                response.getOutputStream().write(chunk.getBytes(StandardCharsets.ISO_8859_1));
                response.flushBuffer();
            }
        };
    }

    /** A part of a text, as 206. */
    static OriginAnswer part(String whole, int first, int last, String... fields) {
        String[] all = Arrays.copyOf(fields, fields.length + 1);
        all[fields.length] = "Content-Range: bytes " + first + "-" + last + "/" + whole.length();
        return answer(206, whole.substring(first, last + 1), all);
    }

    /** 304 where the request has this tag in If-None-Match, else the other. */
    static OriginAnswer validating(String tag, OriginAnswer unchanged, OriginAnswer otherwise) {
        return (request, response) -> {
            String asked = request.getHeader("If-None-Match");
            (asked != null && asked.contains(tag) ? unchanged : otherwise).write(request, response);
        };
    }

    /** Answers only when it is told to. */
    static OriginAnswer waiting(CountDownLatch until, OriginAnswer answer) {
        return (request, response) -> {
            try {
                if (!until.await(10, TimeUnit.SECONDS)) {
                    throw new IOException("nobody let the origin go on");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            answer.write(request, response);
        };
    }

    /** The application throws before it has written anything. */
    static OriginAnswer exception() {
        return (request, response) -> {
            throw new IOException("the origin fails, as scripted");
        };
    }

    /** {@code sendError}. */
    static OriginAnswer error(int status) {
        return (request, response) -> response.sendError(status);
    }

    /** Tells a greater length than it then writes, when the head has left already. */
    static OriginAnswer truncated(String body, int declared, String... fields) {
        List<String> lines = Arrays.asList(fields);
        return (request, response) -> {
            lines.forEach(line -> add(response, line));
            response.setContentLength(declared);
            response.getOutputStream().write(body.getBytes(StandardCharsets.ISO_8859_1));
            response.flushBuffer();
        };
    }

    private static void add(HttpServletResponse response, String line) {
        RawClient.Field field = RawClient.Field.of(line);
        response.addHeader(field.name(), field.value());
    }
}
