package dev.etagere.protocol;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The application behind the cache: answers each path as it was scripted, and remembers what it was asked. */
final class Origin extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, Script> scripts = new ConcurrentHashMap<>();

    Script script(String path) {
        return scripts.computeIfAbsent(path, unused -> new Script());
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Script script = scripts.get(request.getRequestURI());
        if (script == null) {
            response.sendError(599, "no script for " + request.getRequestURI());
        } else {
            script.next(OriginRequest.of(request)).write(request, response);
        }
    }

    /** The answers of one path in order, of which the last answers all further requests, and the requests that were made. */
    static final class Script {
        private final List<OriginRequest> requests = new CopyOnWriteArrayList<>();
        private volatile List<OriginAnswer> answers = List.of(OriginAnswer.answer(599, "nothing was scripted"));

        /** Takes effect with the next request. */
        void answers(OriginAnswer... all) {
            requests.clear();
            answers = List.of(all);
        }

        List<OriginRequest> requests() {
            return List.copyOf(requests);
        }

        /** Waits until the origin has seen so many requests: for what happens after an answer has left. */
        List<OriginRequest> await(int count) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            synchronized (requests) {
                while (requests.size() < count) {
                    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                    if (left <= 0) {
                        throw new AssertionError("the origin saw " + requests.size() + " requests and not " + count);
                    }
                    try {
                        requests.wait(left);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }
            }
            return requests();
        }

        private OriginAnswer next(OriginRequest request) {
            synchronized (requests) {
                OriginAnswer answer = answers.get(Math.min(requests.size(), answers.size() - 1));
                requests.add(request);
                requests.notifyAll();
                return answer;
            }
        }
    }
}
