package dev.etagere.servlet;

import dev.etagere.http.HttpDates;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the place of the container's response while a stale one is refreshed: its client has been answered, and nothing that is set or
 * written here gets there. It still wraps the container's response, which dispatchers look for.
 */
final class DetachedResponse extends HttpServletResponseWrapper {
    private static final String TYPE = "Content-Type";

    private final WriterEncodings encodings;
    private final Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Nowhere stream = new Nowhere();
    private int status = SC_OK;
    private WriterEncodings.Given given = WriterEncodings.Given.NOTHING;
    private @Nullable String type;
    private @Nullable String encoding;
    private @Nullable PrintWriter writer;

    DetachedResponse(HttpServletResponse answered, WriterEncodings encodings) {
        super(answered);
        this.encodings = encodings;
    }

    /** What is written will not be kept: from now on writing fails, as if the client had gone, so that an endless answer ends. */
    void refuse() {
        stream.refusing = true;
    }

    // Type and encoding

    @Override
    public void setContentType(@Nullable String value) {
        if (writer == null) {
            type = value;
            given = given.withType(value);
            charsetOf(value).ifPresent(charset -> encoding = charset);
        }
    }

    private static Optional<String> charsetOf(@Nullable String value) {
        int at = value == null ? -1 : value.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (value == null || at < 0) {
            return Optional.empty();
        }
        int end = value.indexOf(';', at);
        String charset = (end < 0 ? value.substring(at + 8) : value.substring(at + 8, end)).trim();
        boolean quoted = charset.length() > 1 && charset.startsWith("\"") && charset.endsWith("\"");
        return Optional.of(quoted ? charset.substring(1, charset.length() - 1) : charset);
    }

    @Override
    public @Nullable String getContentType() {
        boolean bare = type == null || encoding == null || charsetOf(type).isPresent();
        return bare ? type : type + ";charset=" + encoding;
    }

    @Override
    public void setCharacterEncoding(@Nullable String value) {
        if (writer == null) {
            encoding = value;
            given = given.withEncoding(value);
        }
    }

    /** Servlet 6.1. */
    public void setCharacterEncoding(@Nullable Charset value) {
        setCharacterEncoding(value == null ? null : value.name());
    }

    @Override
    public String getCharacterEncoding() {
        return encoding != null ? encoding : encodings.of(given).map(made -> made.charset().name()).orElse("ISO-8859-1");
    }

    @Override
    public void setLocale(@Nullable Locale value) {
        given = given.withLocale(value);
        if (value != null) {
            setHeader("Content-Language", value.toLanguageTag());
        }
    }

    @Override
    public Locale getLocale() {
        return given.locale() == null ? Locale.getDefault() : given.locale();
    }

    // Content

    @Override
    public ServletOutputStream getOutputStream() {
        return stream;
    }

    /** @throws UnsupportedEncodingException where the container has not been seen yet to encode such a response */
    @Override
    public PrintWriter getWriter() throws UnsupportedEncodingException {
        if (writer == null) {
            Optional<WriterEncodings.Made> made = encodings.of(given);
            if (made.isPresent()) {
                type = made.get().type();
                encoding = made.get().charset().name();
            } else if (encoding == null) {
                throw new UnsupportedEncodingException("It is not known how the container encodes " + type);
            }
            writer = new PrintWriter(new OutputStreamWriter(stream, encoding));
        }
        return writer;
    }

    @Override
    public void flushBuffer() throws IOException {
        stream.flush();
    }

    @Override
    public void setBufferSize(int size) {
        // The container's own size stands: nothing is buffered here.
    }

    @Override
    public boolean isCommitted() {
        return false;
    }

    @Override
    public void resetBuffer() {
        // Nothing is buffered here.
    }

    @Override
    public void reset() {
        fields.clear();
        status = SC_OK;
        type = null;
        encoding = null;
        given = WriterEncodings.Given.NOTHING;
        writer = null;
    }

    // Head

    @Override
    public void setStatus(int code) {
        status = code;
    }

    @Override
    public int getStatus() {
        return status;
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        if (TYPE.equalsIgnoreCase(name)) {
            setContentType(value);
        } else if (value == null) {
            fields.remove(name);
        } else {
            fields.put(name, new ArrayList<>(List.of(value)));
        }
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        if (TYPE.equalsIgnoreCase(name)) {
            setContentType(value);
        } else if (value != null) {
            fields.computeIfAbsent(name, absent -> new ArrayList<>()).add(value);
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        setHeader(name, Integer.toString(value));
    }

    @Override
    public void addIntHeader(String name, int value) {
        addHeader(name, Integer.toString(value));
    }

    @Override
    public void setDateHeader(String name, long date) {
        setHeader(name, HttpDates.format(Instant.ofEpochMilli(date)));
    }

    @Override
    public void addDateHeader(String name, long date) {
        addHeader(name, HttpDates.format(Instant.ofEpochMilli(date)));
    }

    @Override
    public boolean containsHeader(String name) {
        return getHeader(name) != null;
    }

    @Override
    public @Nullable String getHeader(String name) {
        return getHeaders(name).stream().findFirst().orElse(null);
    }

    @Override
    public Collection<String> getHeaders(String name) {
        @Nullable String contentType = getContentType();
        if (TYPE.equalsIgnoreCase(name)) {
            return contentType == null ? List.of() : List.of(contentType);
        }
        return List.copyOf(fields.getOrDefault(name, List.of()));
    }

    @Override
    public Collection<String> getHeaderNames() {
        return List.copyOf(fields.keySet());
    }

    @Override
    public void setContentLength(int length) {
        setContentLengthLong(length);
    }

    @Override
    public void setContentLengthLong(long length) {
        setHeader("Content-Length", Long.toString(length));
    }

    @Override
    public void addCookie(Cookie cookie) {
        addHeader("Set-Cookie", cookie.getName() + '=' + cookie.getValue());
    }

    @Override
    public void setTrailerFields(Supplier<Map<String, String>> supplier) {
        // There is no end for them to follow.
    }

    @Override
    public void sendError(int code) {
        status = code;
    }

    @Override
    public void sendError(int code, @Nullable String message) {
        status = code;
    }

    @Override
    public void sendRedirect(String location) {
        sendRedirect(location, SC_FOUND, true);
    }

    /** Servlet 6.1. */
    public void sendRedirect(String location, boolean clearBuffer) {
        sendRedirect(location, SC_FOUND, clearBuffer);
    }

    /** Servlet 6.1. */
    public void sendRedirect(String location, int code) {
        sendRedirect(location, code, true);
    }

    /** Servlet 6.1. */
    public void sendRedirect(String location, int code, boolean clearBuffer) {
        status = code;
        setHeader("Location", location);
    }

    /** Takes everything, until it is to refuse. */
    private static final class Nowhere extends ServletOutputStream {
        private boolean refusing;

        @Override
        public void write(int b) throws IOException {
            check();
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
            check();
        }

        @Override
        public void flush() throws IOException {
            check();
        }

        private void check() throws IOException {
            if (refusing) {
                throw new IOException("The answer to a refresh is not kept, and nobody waits for it");
            }
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("A stale response is refreshed in the background, where nothing is written asynchronously");
        }
    }
}
