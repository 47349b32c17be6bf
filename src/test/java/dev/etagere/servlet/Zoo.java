package dev.etagere.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.etagere.servlet.Site.Handler;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Handlers that answer in every way that a servlet can. */
final class Zoo {
    private static final String TEXT = "äöü € 日本語 \uD83D\uDE00 plain";

    /** What two kinds of container take differently: one encodes, the other throws. */
    static final Handler UNPRINTABLE = (request, response) -> {
        response.setContentType("text/plain;charset=iso-8859-1");
        response.getOutputStream().print(TEXT);
    };

    private Zoo() {
    }

    /** Those whose answers a rule keeps. */
    static Map<String, Handler> storable() {
        Map<String, Handler> zoo = new LinkedHashMap<>();
        streams(zoo);
        writers(zoo);
        headsAndDispatches(zoo);
        encodedAndAsynchronous(zoo);
        return zoo;
    }

    private static void streams(Map<String, Handler> zoo) {
        zoo.put("stream", (request, response) -> {
            response.setContentType("application/octet-stream");
            response.getOutputStream().write(new byte[] {0, 1, 2, -1});
        });
        zoo.put("stream-bytewise", (request, response) -> {
            for (int i = 0; i < 40_000; i++) {
                response.getOutputStream().write(i);
            }
        });
        zoo.put("stream-print", (request, response) -> {
            response.setContentType("text/plain;charset=utf-8");
            response.getOutputStream().print("a\u00e4" + 1 + true);
            response.getOutputStream().println(2.5);
        });
        zoo.put("stream-closed", (request, response) -> {
            response.getOutputStream().write(TEXT.getBytes(UTF_8));
            response.getOutputStream().close();
        });
        zoo.put("declared", (request, response) -> {
            response.setContentLength(5);
            response.getOutputStream().write("hello".getBytes(UTF_8));
        });
        zoo.put("declared-as-header", (request, response) -> {
            response.setHeader("Content-Length", "5");
            response.getWriter().write("hello");
        });
    }

    private static void writers(Map<String, Handler> zoo) {
        for (String charset : List.of("UTF-8", "ISO-8859-1", "US-ASCII", "UTF-16", "UTF-16LE", "Shift_JIS", "windows-1252")) {
            zoo.put("writer-" + charset, (request, response) -> {
                response.setContentType("text/plain;charset=" + charset);
                response.getWriter().println(TEXT);
            });
            zoo.put("writer-flushed-" + charset, (request, response) -> {
                response.setContentType("text/html");
                response.setCharacterEncoding(charset);
                response.getWriter().write(TEXT.substring(0, 13));
                response.getWriter().flush();
                response.getWriter().write(TEXT.substring(13));
            });
        }
        zoo.put("writer-untyped", (request, response) -> response.getWriter().print(TEXT));
        zoo.put("writer-text", (request, response) -> {
            response.setContentType("text/plain");
            response.getWriter().append(TEXT).append('x').print(3);
        });
        zoo.put("writer-html", (request, response) -> {
            response.setContentType("text/html");
            response.getWriter().printf("%d %s", 1, TEXT);
        });
        zoo.put("writer-late-encoding", (request, response) -> {
            response.setContentType("text/html");
            PrintWriter writer = response.getWriter();
            response.setCharacterEncoding("UTF-8");
            writer.print(TEXT);
        });
        zoo.put("writer-closed", (request, response) -> {
            response.setContentType("text/plain;charset=utf-8");
            response.getWriter().print(TEXT);
            response.getWriter().close();
            response.getWriter().print("late");
        });
        zoo.put("writer-long", (request, response) -> {
            response.setContentType("text/plain;charset=utf-8");
            for (int i = 0; i < 10_000; i++) {
                response.getWriter().write(TEXT);
            }
        });
        zoo.put("json", (request, response) -> {
            response.setContentType("application/json");
            response.getWriter().print("{\"a\":\"" + TEXT + "\"}");
        });
        zoo.put("json-stream-flushed", (request, response) -> {
            response.setContentType("application/json");
            response.getOutputStream().write("{\"a\":1}".getBytes(UTF_8));
            response.getOutputStream().flush();
        });
    }

    private static void headsAndDispatches(Map<String, Handler> zoo) {
        zoo.put("locale", (request, response) -> {
            response.setContentType("text/html");
            response.setLocale(Locale.JAPAN);
            response.getWriter().print(TEXT);
        });
        zoo.put("fields", (request, response) -> {
            response.setHeader("X-A", "1");
            response.addHeader("X-A", "2");
            response.addIntHeader("X-B", 3);
            response.setDateHeader("Last-Modified", 1_700_000_000_000L);
            response.setHeader("Content-Disposition", "attachment; filename=\"a,b.txt\"");
            response.addHeader("Link", "</a>; rel=\"x\", </b>; rel=y");
            response.getWriter().print("x");
        });
        zoo.put("empty", (request, response) -> {
        });
        zoo.put("reset", (request, response) -> {
            response.setHeader("X-A", "1");
            response.getWriter().print("dropped");
            response.reset();
            response.setContentType("text/css");
            response.getOutputStream().write("a{}".getBytes(UTF_8));
        });
        zoo.put("reset-buffer", (request, response) -> {
            response.setContentType("text/plain");
            response.getWriter().print("dropped");
            response.resetBuffer();
            response.getWriter().print("kept");
        });
        zoo.put("late-field", (request, response) -> {
            response.getWriter().print("before");
            response.setHeader("X-Late", "yes");
        });
        zoo.put("too-late-field", (request, response) -> {
            response.getOutputStream().write(new byte[100_000]);
            response.setHeader("X-Late", "yes");
            response.setStatus(500);
        });
        zoo.put("forward", (request, response) -> {
            response.getWriter().print("dropped");
            response.setHeader("X-Outer", "yes");
            request.getRequestDispatcher("/plain/inner").forward(request, response);
            response.getWriter().print("late");
        });
        zoo.put("include", (request, response) -> {
            response.setContentType("text/plain");
            response.getWriter().print("<");
            request.getRequestDispatcher("/plain/inner").include(request, response);
            response.getWriter().print(">");
        });
    }

    private static void encodedAndAsynchronous(Map<String, Handler> zoo) {
        zoo.put("gzip-inside", (request, response) -> {
            response.setContentType("text/plain");
            response.setHeader("Content-Encoding", "gzip");
            response.addHeader("Vary", "Accept-Encoding");
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(TEXT.getBytes(UTF_8));
            }
            response.getOutputStream().write(bytes.toByteArray());
        });
        zoo.put("chunks-flushed", (request, response) -> {
            for (int i = 0; i < 10; i++) {
                response.getOutputStream().write(("chunk " + i).getBytes(UTF_8));
                response.flushBuffer();
            }
        });
        zoo.put("async-complete", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    async.getResponse().setContentType("text/plain;charset=utf-8");
                    async.getResponse().getWriter().print(TEXT);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                async.complete();
            });
        });
        zoo.put("async-at-once", (request, response) -> {
            AsyncContext async = request.startAsync(request, response);
            response.getWriter().print("at once");
            async.complete();
        });
        zoo.put("async-dispatch", (request, response) -> {
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                response.setHeader("X-Async", "yes");
                response.getWriter().print("dispatched");
            } else {
                AsyncContext async = request.startAsync();
                async.start(async::dispatch);
            }
        });
        zoo.put("async-dispatch-elsewhere", (request, response) -> request.startAsync().dispatch("/plain/inner"));
        zoo.put("async-bytes", (request, response) -> {
            AsyncContext async = request.startAsync();
            ServletOutputStream out = response.getOutputStream();
            out.setWriteListener(new Writing(async, out));
        });
    }

    /** Those whose answers are not kept. */
    static Map<String, Handler> others() {
        Map<String, Handler> zoo = new LinkedHashMap<>();
        zoo.put("no-content", (request, response) -> response.setStatus(204));
        zoo.put("not-found", (request, response) -> {
            response.setStatus(404);
            response.getWriter().print("nothing here");
        });
        zoo.put("error-404", (request, response) -> {
            response.getWriter().print("dropped");
            response.sendError(404, "gone fishing");
        });
        zoo.put("error-500", (request, response) -> response.sendError(500));
        zoo.put("redirect", (request, response) -> response.sendRedirect("/plain/inner"));
        zoo.put("redirect-relative", (request, response) -> response.sendRedirect("inner?a=b"));
        zoo.put("redirect-absolute", (request, response) -> response.sendRedirect("http://example.org/x"));
        zoo.put("redirect-then-write", (request, response) -> {
            response.getWriter().print("dropped");
            response.sendRedirect("/plain/inner");
            response.getWriter().print("late");
        });
        zoo.put("large", (request, response) -> {
            response.setContentType("application/octet-stream");
            byte[] block = new byte[1 << 16];
            for (int i = 0; i < 80; i++) {
                Arrays.fill(block, (byte) i);
                response.getOutputStream().write(block);
            }
        });
        zoo.put("large-text", (request, response) -> {
            response.setContentType("text/plain;charset=utf-8");
            for (int i = 0; i < 100_000; i++) {
                response.getWriter().println(TEXT);
            }
        });
        zoo.put("exception", (request, response) -> {
            response.setHeader("X-A", "1");
            response.getWriter().print("dropped");
            throw new IllegalStateException("on purpose");
        });
        zoo.put("cookie", (request, response) -> {
            response.addCookie(new jakarta.servlet.http.Cookie("a", "b"));
            response.getWriter().print("cookie");
        });
        zoo.put("private", (request, response) -> {
            response.setHeader("Cache-Control", "private, max-age=5");
            response.getWriter().print("private");
        });
        return zoo;
    }

    /** Writes without blocking. */
    private record Writing(AsyncContext async, ServletOutputStream out, int[] left) implements WriteListener {
        Writing(AsyncContext async, ServletOutputStream out) {
            this(async, out, new int[] {50});
        }

        @Override
        public void onWritePossible() throws IOException {
            while (out.isReady()) {
                if (left[0]-- == 0) {
                    async.complete();
                    return;
                }
                out.write("some bytes without blocking ".repeat(50).getBytes(UTF_8));
            }
        }

        @Override
        public void onError(Throwable t) {
            async.complete();
        }
    }
}
