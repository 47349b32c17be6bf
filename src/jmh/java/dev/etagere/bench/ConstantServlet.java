package dev.etagere.bench;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes for each path the status, fields and bytes that it was told, as plainly as a servlet can. */
final class ConstantServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private final transient Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final transient Map<String, Answer> answersByUri = new ConcurrentHashMap<>();

    /** @param uri under which {@link #sendFromMap} finds it too */
    void answer(String path, String uri, LoadClient.Head head) {
        String[] fields = head.fields().stream().filter(field -> !isTheContainers(field[0])).flatMap(Arrays::stream)
                .toArray(String[]::new);
        Answer answer = new Answer(head.status(), fields, OriginServlet.body(path));
        answers.put(path, answer);
        answersByUri.put(uri, answer);
    }

    private static boolean isTheContainers(String name) {
        return name.equalsIgnoreCase("Date") || name.equalsIgnoreCase("Server") || name.equalsIgnoreCase("Content-Length");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(answers.get(request.getPathInfo()), response);
    }

    /** As a filter without a servlet would that has the answer in a map by its URI. */
    void sendFromMap(ServletRequest request, ServletResponse response) throws IOException {
        send(answersByUri.get(((HttpServletRequest) request).getRequestURI()), (HttpServletResponse) response);
    }

    private static void send(Answer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status);
        for (int i = 0; i < answer.fields.length; i += 2) {
            response.setHeader(answer.fields[i], answer.fields[i + 1]);
        }
        if (answer.status == HttpServletResponse.SC_NOT_MODIFIED) {
            response.flushBuffer();
            return;
        }
        response.setContentLength(answer.body.length);
        response.getOutputStream().write(answer.body);
    }

    private record Answer(int status, String[] fields, byte[] body) {
    }
}
