package dev.etagere.bench;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Makes a body of as many bytes as its path says. */
final class OriginServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    static byte[] body(String path) {
        byte[] body = new byte[Integer.parseInt(path.substring(1))];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) ('a' + i % 26);
        }
        return body;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = body(request.getPathInfo());
        response.setContentType("text/plain;charset=utf-8");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
