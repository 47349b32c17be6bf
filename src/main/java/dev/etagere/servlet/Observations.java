package dev.etagere.servlet;

import dev.etagere.response.Observed;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Notes what a handler looks at while it makes a response. Safe for use by many threads: a handler may read from several. */
final class Observations {

    /** Fields of the connection, and those that the cache answers itself (RFC 9110 §7.6.1, §13.1, §14.2). */
    private static final Set<String> NOT_COUNTED = Set.of("connection", "keep-alive", "proxy-connection", "te", "trailer",
            "transfer-encoding", "upgrade", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range", "range");

    private final Set<String> headers = new HashSet<>();
    private boolean user;
    private boolean session;
    private boolean cookies;
    private boolean client;
    private boolean sessionStarted;
    private boolean content;

    synchronized void header(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("cookie")) {
            cookies = true;
        } else if (!NOT_COUNTED.contains(lower)) {
            headers.add(lower);
        }
    }

    synchronized void user() {
        user = true;
    }

    synchronized void session() {
        session = true;
    }

    synchronized void cookies() {
        cookies = true;
    }

    synchronized void client() {
        client = true;
    }

    synchronized void sessionStarted() {
        sessionStarted = true;
    }

    synchronized void content() {
        content = true;
    }

    synchronized Observed seen() {
        boolean nothing = headers.isEmpty() && !user && !session && !cookies && !client && !sessionStarted && !content;
        return nothing ? Observed.NOTHING : new Observed(Set.copyOf(headers), user, session, cookies, client, sessionStarted, content);
    }
}
