package dev.etagere.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The response that the application sees. The head goes to the container's response as it is set, so that the container's own rules
 * for types, encodings and locales hold; content, and whatever would commit, goes through the {@link Exchange}.
 */
final class CapturedResponse extends HttpServletResponseWrapper {
    private static final Optional<MethodHandle> REDIRECT_61 = redirect61();
    private static final String LENGTH = "Content-Length";

    private final ServletResponse outermost;
    private final Exchange exchange;
    private final AsyncCycles cycles;
    private final WriterEncodings encodings;
    private @Nullable BodyStream stream;
    private @Nullable BodyWriter writer;
    private WriterEncodings.Given given = WriterEncodings.Given.NOTHING;

    CapturedResponse(HttpServletResponse origin, Exchange exchange, AsyncCycles cycles, WriterEncodings encodings) {
        super(Opaque.hide(origin));
        this.outermost = getResponse();
        this.exchange = exchange;
        this.cycles = cycles;
        this.encodings = encodings;
    }

    private static Optional<MethodHandle> redirect61() {
        try {
            MethodType type = MethodType.methodType(void.class, String.class, int.class, boolean.class);
            return Optional.of(MethodHandles.publicLookup().findVirtual(HttpServletResponse.class, "sendRedirect", type));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return Optional.empty();
        }
    }

    private HttpServletResponse container() {
        return (HttpServletResponse) getResponse();
    }

    /** Tomcat puts a response that ignores the head under all wrappers while another resource is included. */
    private boolean included() {
        return getResponse() != outermost;
    }

    private void requireUnsettled() {
        if (isCommitted()) {
            throw new IllegalStateException("The response is committed");
        }
    }

    // Content

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (writer != null) {
            throw new IllegalStateException("getWriter() was called");
        }
        if (stream == null) {
            ServletOutputStream container = super.getOutputStream();
            exchange.body.open(container);
            stream = new BodyStream(exchange, this, container);
        }
        return stream;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (stream != null) {
            throw new IllegalStateException("getOutputStream() was called");
        }
        if (writer == null) {
            PrintWriter container = super.getWriter();
            @Nullable String name = super.getCharacterEncoding();
            Charset charset = name == null ? StandardCharsets.ISO_8859_1 : Charset.forName(name);
            encodings.learn(given, super.getContentType(), charset);
            exchange.body.open(container, charset);
            writer = new BodyWriter(exchange);
        }
        return writer;
    }

    @Override
    public void flushBuffer() throws IOException {
        if (writer != null) {
            writer.flush();
        } else {
            exchange.flush();
        }
    }

    @Override
    public void setBufferSize(int size) {
        if (exchange.settled() || exchange.body.held() > 0) {
            throw new IllegalStateException("Content has been written");
        }
        super.setBufferSize(size);
        exchange.bufferSize(super.getBufferSize());
    }

    @Override
    public boolean isCommitted() {
        return exchange.settled() || super.isCommitted();
    }

    @Override
    public void resetBuffer() {
        requireUnsettled();
        super.resetBuffer();
        if (!included()) {
            exchange.resetBuffer();
        }
    }

    @Override
    public void reset() {
        requireUnsettled();
        super.reset();
        if (included()) {
            return;
        }
        exchange.reset();
        stream = null;
        writer = null;
        given = WriterEncodings.Given.NOTHING;
    }

    /** What was written is dropped, and the target may choose again between stream and writer as far as the container lets it. */
    void forwarding() {
        if (!isCommitted()) {
            exchange.reopen();
            stream = null;
            writer = null;
        }
    }

    void unblock() {
        try {
            exchange.immediate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void setTrailerFields(@Nullable Supplier<Map<String, String>> supplier) {
        if (supplier != null) {
            exchange.head().trailers();
        }
        super.setTrailerFields(supplier);
    }

    // Endings

    @Override
    public void sendError(int code) throws IOException {
        sendError(code, null);
    }

    @Override
    public void sendError(int code, @Nullable String message) throws IOException {
        if (included()) {
            passError(code, message);
        } else if (code == SC_NOT_MODIFIED && !isCommitted()) {
            exchange.endEmpty();
            setStatusPastEnd(code);
        } else if (code == 102 || code == 103) {
            passError(code, message);
        } else {
            requireUnsettled();
            if (!exchange.rescued(code)) {
                passError(code, message);
            }
        }
    }

    private void passError(int code, @Nullable String message) throws IOException {
        if (message == null) {
            super.sendError(code);
        } else {
            super.sendError(code, message);
        }
    }

    private void setStatusPastEnd(int code) throws IOException {
        super.setStatus(code);
        if (cycles.away()) {
            exchange.finish();
        }
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        redirect(location, SC_FOUND, true, () -> container().sendRedirect(location));
    }

    /** Servlet 6.1. */
    public void sendRedirect(String location, boolean clearBuffer) throws IOException {
        sendRedirect(location, SC_FOUND, clearBuffer);
    }

    /** Servlet 6.1. */
    public void sendRedirect(String location, int status) throws IOException {
        sendRedirect(location, status, true);
    }

    /** Servlet 6.1. */
    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        redirect(location, status, clearBuffer, () -> redirect61(location, status, clearBuffer));
    }

    private void redirect61(String location, int status, boolean clearBuffer) throws IOException {
        try {
            REDIRECT_61.orElseThrow(UnsupportedOperationException::new).invoke(container(), location, status, clearBuffer);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(e);
        }
    }

    private void redirect(@Nullable String location, int status, boolean clearBuffer, Action real) throws IOException {
        requireUnsettled();
        if (included()) {
            real.run();
            return;
        }
        if (location == null) {
            throw new IllegalArgumentException("A redirect needs a location");
        }
        if (clearBuffer) {
            resetBuffer();
        }
        super.setStatus(status);
        super.setHeader("Location", location);
        exchange.redirect(real);
        if (cycles.away()) {
            exchange.finish();
        }
    }

    // Head: final once the exchange is settled, as in a container once it is committed

    @Override
    public void setStatus(int code) {
        if (!exchange.settled()) {
            try {
                if (code == SC_NOT_MODIFIED) {
                    setStatusPastEnd(code);
                } else {
                    super.setStatus(code);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        if (!exchange.settled()) {
            note(name, value);
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        if (!exchange.settled()) {
            note(name, value);
            super.addHeader(name, value);
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        if (!exchange.settled()) {
            note(name, Integer.toString(value));
            super.setIntHeader(name, value);
        }
    }

    @Override
    public void addIntHeader(String name, int value) {
        if (!exchange.settled()) {
            note(name, Integer.toString(value));
            super.addIntHeader(name, value);
        }
    }

    @Override
    public void setDateHeader(String name, long date) {
        if (!exchange.settled()) {
            super.setDateHeader(name, date);
        }
    }

    @Override
    public void addDateHeader(String name, long date) {
        if (!exchange.settled()) {
            super.addDateHeader(name, date);
        }
    }

    private void note(String name, @Nullable String value) {
        if (included()) {
            return;
        }
        if (LENGTH.equalsIgnoreCase(name)) {
            exchange.declare(lengthOf(value));
        } else if ("Content-Type".equalsIgnoreCase(name)) {
            given = given.withType(value);
        }
    }

    private static long lengthOf(@Nullable String value) {
        try {
            return value == null ? -1 : Long.parseLong(value.trim());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    @Override
    public void setContentLength(int length) {
        setContentLengthLong(length);
    }

    @Override
    public void setContentLengthLong(long length) {
        if (!exchange.settled()) {
            if (!included()) {
                exchange.declare(length);
            }
            super.setContentLengthLong(length);
        }
    }

    @Override
    public void setContentType(@Nullable String type) {
        if (!exchange.settled()) {
            super.setContentType(type);
            given = included() ? given : given.withType(type);
        }
    }

    @Override
    public void setCharacterEncoding(@Nullable String encoding) {
        if (!exchange.settled()) {
            super.setCharacterEncoding(encoding);
            given = included() ? given : given.withEncoding(encoding);
        }
    }

    /** Servlet 6.1. */
    public void setCharacterEncoding(@Nullable Charset encoding) {
        setCharacterEncoding(encoding == null ? null : encoding.name());
    }

    @Override
    public void setLocale(@Nullable Locale value) {
        if (!exchange.settled()) {
            super.setLocale(value);
            if (!included()) {
                given = given.withLocale(value);
                exchange.head().language(value);
            }
        }
    }

    @Override
    public void addCookie(Cookie cookie) {
        if (!exchange.settled()) {
            exchange.notes.sessionStarted();
            super.addCookie(cookie);
        }
    }

    @Override
    public String encodeURL(String url) {
        return noted(url, super.encodeURL(url));
    }

    @Override
    public String encodeRedirectURL(String url) {
        return noted(url, super.encodeRedirectURL(url));
    }

    private String noted(String url, String encoded) {
        if (!encoded.equals(url)) {
            exchange.notes.sessionStarted();
        }
        return encoded;
    }
}
