package dev.etagere.response;

import java.util.Set;

/**
 * What the application's handler looked at, and what it did beside writing, while it made a response.
 *
 * @param headers names of the header fields that it read one by one, lower case
 * @param user whether it asked for the user, or whether the user has a role
 * @param session whether it read the session or the session id
 * @param cookies whether it read cookies
 * @param client whether it asked for the client's address
 * @param sessionStarted whether it created a session, added a cookie, or encoded a session id into a URL
 * @param content whether it read content that the request brought, announced or not
 */
public record Observed(Set<String> headers, boolean user, boolean session, boolean cookies, boolean client, boolean sessionStarted,
        boolean content) {

    /** Nothing was observed. */
    public static final Observed NOTHING = new Observed(Set.of(), false, false, false, false, false, false);
}
