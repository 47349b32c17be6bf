package dev.etagere.protocol;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An HTTP/1.1 client that sends exactly the fields it is given, however odd, and shows exactly the fields it got; one connection a
 * request.
 */
final class RawClient {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final int port;

    RawClient(int port) {
        this.port = port;
    }

    /** Names and values of fields in the order received, informational responses left out. */
    record Response(int status, List<Field> fields, byte[] body, boolean complete) {
    }

    /** One field line. */
    record Field(String name, String value) {
        static Field of(String line) {
            int colon = line.indexOf(':');
            return new Field(line.substring(0, colon), line.substring(colon + 1).strip());
        }
    }

    /** A request without content. */
    record Request(String method, String target, List<String> fields) {
    }

    /** Sends each request when the answer to the one before has been read, all on one connection. */
    List<Response> sendAll(List<Request> requests) {
        List<Response> responses = new ArrayList<>();
        try (Socket socket = connect()) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (Request request : requests) {
                socket.getOutputStream().write(bytes(request.method(), request.target(), request.fields(), ""));
                responses.add(read(in, request.method()));
            }
            return responses;
        } catch (IOException e) {
            throw new UncheckedIOException("after " + responses, e);
        }
    }

    Response send(String method, String target, List<String> fields, String body) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes(method, target, fields, body));
            return read(new BufferedInputStream(socket.getInputStream()), method);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("localhost", port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static byte[] bytes(String method, String target, List<String> fields, String body) {
        StringBuilder head = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        if (fields.stream().noneMatch(field -> field.regionMatches(true, 0, "Host:", 0, 5))) {
            head.append("Host: localhost\r\n");
        }
        fields.forEach(field -> head.append(field).append("\r\n"));
        if (!body.isEmpty()) {
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return head.append("\r\n").append(body).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Response read(InputStream in, String method) throws IOException {
        int status;
        List<Field> fields;
        do {
            status = Integer.parseInt(line(in).split(" ")[1]);
            fields = new ArrayList<>();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                fields.add(Field.of(line));
            }
        } while (status < 200);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean complete = true;
        if (!method.equals("HEAD") && status != 204 && status != 304) {
            complete = readBody(in, fields, body);
        }
        return new Response(status, fields, body.toByteArray(), complete);
    }

    private static boolean readBody(InputStream in, List<Field> fields, ByteArrayOutputStream body) throws IOException {
        try {
            if (fields.stream().anyMatch(field -> field.name().equalsIgnoreCase("Transfer-Encoding"))) {
                for (int size = chunk(in); size > 0; size = chunk(in)) {
                    copy(in, size, body);
                    line(in);
                }
                return true;
            }
            for (Field field : fields) {
                if (field.name().equalsIgnoreCase("Content-Length")) {
                    copy(in, Integer.parseInt(field.value()), body);
                    return true;
                }
            }
            in.transferTo(body);
            return true;
        } catch (EOFException e) {
            return false;
        }
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(line(in).split(";")[0].strip(), 16);
    }

    private static void copy(InputStream in, int size, ByteArrayOutputStream body) throws IOException {
        for (int i = 0; i < size; i++) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            body.write(next);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("after: " + line);
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
