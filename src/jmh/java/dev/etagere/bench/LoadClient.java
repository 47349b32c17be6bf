package dev.etagere.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A process of its own that asks for one path many times over connections that stay open, and the means to command it. */
final class LoadClient implements AutoCloseable {

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    private LoadClient(Process process) {
        this.process = process;
        this.commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static LoadClient fork(int port, int connections) throws IOException {
        String java = ProcessHandle.current().info().command().orElse("java");
        return new LoadClient(new ProcessBuilder(java, "-Xmx128m", "-cp", System.getProperty("java.class.path"), LoadClient.class.getName(),
                Integer.toString(port), Integer.toString(connections)).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** Returns when all answers have come. */
    void get(String path, String ifNoneMatch, int requests) throws IOException {
        command("get " + path + " " + requests + " " + ifNoneMatch);
        String answer = answers.readLine();
        if (!"done".equals(answer)) {
            throw new IOException("the client says " + answer);
        }
    }

    /** Status and fields of one answer. */
    Head head(String path, String ifNoneMatch) throws IOException {
        command("head " + path + " 1 " + ifNoneMatch);
        int status = Integer.parseInt(answers.readLine());
        List<String[]> fields = new ArrayList<>();
        for (String line = answers.readLine(); !line.isEmpty(); line = answers.readLine()) {
            fields.add(line.split(": ", 2));
        }
        return new Head(status, fields);
    }

    String entityTag(String path) throws IOException {
        return head(path, "").fields().stream().filter(field -> field[0].equalsIgnoreCase("ETag")).findFirst().orElseThrow()[1];
    }

    private void command(String line) throws IOException {
        commands.write(line);
        commands.newLine();
        commands.flush();
    }

    @Override
    public void close() throws IOException {
        commands.close();
        process.destroy();
    }

    record Head(int status, List<String[]> fields) {
    }

    public static void main(String[] arguments) throws IOException {
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            connections.add(new Connection(new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]))));
        }
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ", 4);
            String condition = words[3].isEmpty() ? "" : "If-None-Match: " + words[3] + "\r\n";
            byte[] request = ("GET " + words[1] + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n"
                    + condition + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
            if (words[0].equals("head")) {
                connections.get(0).send(request);
                System.out.println(connections.get(0).receive());
                System.out.println();
            } else {
                ask(connections, request, Integer.parseInt(words[2]));
                System.out.println("done");
            }
        }
    }

    private static void ask(List<Connection> connections, byte[] request, int times) throws IOException {
        for (int asked = 0; asked < times; ) {
            int now = Math.min(connections.size(), times - asked);
            for (int i = 0; i < now; i++) {
                connections.get(i).send(request);
            }
            for (int i = 0; i < now; i++) {
                connections.get(i).receive();
            }
            asked += now;
        }
    }

    /** Reads no more of an answer than it has to. */
    private static final class Connection {

        private final Socket socket;
        private final InputStream in;
        private final byte[] buffer = new byte[1 << 17];
        private int from;
        private int to;

        private Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            socket.setTcpNoDelay(true);
        }

        private void send(byte[] request) throws IOException {
            socket.getOutputStream().write(request);
        }

        /** The status and a line for each field. */
        private String receive() throws IOException {
            int end = headEnd();
            String head = new String(buffer, from, end - from, StandardCharsets.ISO_8859_1).replace("\r\n", "\n").strip();
            int status = Integer.parseInt(head.substring(9, 12));
            if (status != 200 && status != 304) {
                throw new IOException("status " + status);
            }
            String lower = head.toLowerCase(Locale.ROOT);
            int field = lower.indexOf("\ncontent-length: ");
            int stop = field < 0 ? -1 : lower.indexOf('\n', field + 17);
            int length = field < 0 || status == 304 ? 0 : Integer.parseInt(lower.substring(field + 17, stop < 0 ? lower.length() : stop));
            from = end;
            while (to - from < length) {
                length -= to - from;
                from = 0;
                to = 0;
                fill();
            }
            from += length;
            int line = head.indexOf('\n');
            return status + (line < 0 ? "" : head.substring(line));
        }

        private int headEnd() throws IOException {
            for (int at = from; ; at++) {
                while (at + 3 >= to) {
                    if (from > 0) {
                        System.arraycopy(buffer, from, buffer, 0, to - from);
                        at -= from;
                        to -= from;
                        from = 0;
                    }
                    fill();
                }
                if (buffer[at] == '\r' && buffer[at + 1] == '\n' && buffer[at + 2] == '\r' && buffer[at + 3] == '\n') {
                    return at + 4;
                }
            }
        }

        private void fill() throws IOException {
            int read = in.read(buffer, to, buffer.length - to);
            if (read < 0) {
                throw new EOFException("the server closed the connection");
            }
            to += read;
        }
    }
}
