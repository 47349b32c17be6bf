package dev.etagere.jaxrs;

import dev.etagere.http.EntityTag;
import dev.etagere.http.Headers;
import dev.etagere.response.Reply;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.File;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is to be known of entities, and of what others do to them on their way out. */
final class Entities {

    private static final Set<String> ENDLESS =
            Set.of("org.glassfish.jersey.server.ChunkedOutput", "org.reactivestreams.Publisher", "java.util.concurrent.Flow$Publisher");

    private Entities() {
    }

    /** Whether it is written piece by piece by somebody who decides himself when to end. */
    static boolean isEndless(@Nullable Object entity) {
        return entity != null && Annotations.family(entity.getClass()).stream().anyMatch(type -> ENDLESS.contains(type.getName()));
    }

    /** Whether it may be long, or slow, so that the client is to have its first byte as soon as it is there. */
    static boolean isStream(@Nullable Object entity) {
        return entity instanceof StreamingOutput || entity instanceof InputStream || entity instanceof File || entity instanceof Path
                || entity instanceof Reader;
    }

    /** Whether somebody between the method and the client encodes the content: the bytes that leave are others than those that are kept. */
    static boolean isEncodedOutside(Headers made, MultivaluedMap<String, Object> now) {
        return !Fields.of(now).values("Content-Encoding").equals(made.values("Content-Encoding"));
    }

    /** The tag of what is encoded outside must not claim equal bytes (RFC 9110 §8.8.1). */
    static void weaken(Headers made, MultivaluedMap<String, Object> headers) {
        Object tag = headers.getFirst(HttpHeaders.ETAG);
        if (tag != null && isEncodedOutside(made, headers)) {
            EntityTag.parse(Fields.text(tag)).filter(parsed -> !parsed.weak())
                    .ifPresent(strong -> headers.putSingle(HttpHeaders.ETAG, new EntityTag(true, strong.opaque()).toString()));
        }
    }

    /** The same for what comes from the cache; of most responses nobody encodes anything. */
    static void weaken(Reply reply, MultivaluedMap<String, Object> headers) {
        if (headers.containsKey(HttpHeaders.CONTENT_ENCODING)) {
            weaken(Fields.of(Answers.fields(reply, "GET")), headers);
        }
    }

    /** A response on which a filter has set a cookie must not be kept by shared caches on the way, whatever the policy says. */
    static void keepFromOthers(MultivaluedMap<String, Object> headers) {
        Object control = headers.getFirst(HttpHeaders.CACHE_CONTROL);
        if (control instanceof String text && text.startsWith("public, ") && headers.containsKey(HttpHeaders.SET_COOKIE)) {
            headers.putSingle(HttpHeaders.CACHE_CONTROL, "private, " + text.substring("public, ".length()));
        }
    }
}
