package dev.etagere.recipes;

import dev.etagere.Etagere;
import dev.etagere.cache.Cache;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Sessions that end after some time without use, and that can be ended by user and by address. */
// region sessions
public final class SessionManager {

    /** What a session knows. When it was last used is not in it, so that reading it writes nothing. */
    public record Session(String user, String address, String userAgent, Instant created) {
    }

    private static final Duration TTL = Duration.ofHours(1);

    private final Cache<Session> sessions;
    private final InstantSource time;
    private final SecureRandom random = new SecureRandom();

    public SessionManager(Etagere etagere, InstantSource time) {
        this.sessions = etagere.cache("sessions", Session.class);
        this.time = time;
    }

    public String create(String user, String address, String userAgent) {
        byte[] id = new byte[16];
        random.nextBytes(id);
        String name = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        Session session = new Session(user, address, userAgent, time.instant());
        if (!sessions.put(name, session, TTL, "sessions", "user:" + user, "ip:" + address)) {
            throw new IllegalStateException("no sessions can be kept now");
        }
        return name;
    }

    /** The session, which lives for another hour from now. */
    public Optional<Session> get(String id) {
        Optional<Session> session = sessions.get(id);
        session.ifPresent(found -> sessions.touch(id, TTL));
        return session;
    }

    public boolean destroy(String id) {
        return sessions.evict(id).count() > 0;
    }

    public long destroyOfUser(String user) {
        return sessions.evictByTag("user:" + user).count();
    }

    public long destroyOfAddress(String address) {
        return sessions.evictByTag("ip:" + address).count();
    }

    public Map<String, Session> active() {
        return sessions.getByTag("sessions");
    }

    public Map<String, Session> activeOfUser(String user) {
        return sessions.getByTag("user:" + user);
    }
}
// endregion
