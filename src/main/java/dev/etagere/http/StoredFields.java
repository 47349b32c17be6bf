package dev.etagere.http;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Which fields are kept, replayed and updated (RFC 9111 §3.1, §3.2, §4.3.4, §4.3.5). */
public final class StoredFields {

    /** For one connection only, or for a proxy only (RFC 9110 §7.6.1, RFC 9111 §3.1). */
    private static final Set<String> HOP_BY_HOP = Set.of("connection", "keep-alive", "proxy-connection", "te", "trailer",
            "transfer-encoding",
            "upgrade", "proxy-authenticate", "proxy-authorization", "proxy-authentication-info");

    /** About the content that a 304 does not have (RFC 9110 §15.4.5), or about the connection. */
    private static final Set<String> NOT_IN_NOT_MODIFIED = Set.of("accept-ranges", "content-digest", "content-disposition",
            "content-encoding",
            "content-language", "content-length", "content-md5", "content-range", "content-type", "digest", "repr-digest",
            "transfer-encoding");

    private StoredFields() {
    }

    /**
     * Without hop-by-hop fields, those that {@code Connection} lists, and those named by {@code no-cache="…"} and {@code private="…"}
     * (RFC 9111 §3.1, §5.2.2.4, §5.2.2.7).
     */
    public static Headers storable(Headers response, CacheRules rules) {
        CacheControl control = CacheControl.ofResponse(response, rules);
        Set<String> listed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        listed.addAll(FieldSyntax.members(response.values("Connection")));
        listed.addAll(control.noCacheFields());
        listed.addAll(control.privateFields());
        Predicate<String> hopByHop = name -> HOP_BY_HOP.contains(FieldSyntax.lowerCase(name));
        return response.without(listed.isEmpty() ? hopByHop : hopByHop.or(listed::contains));
    }

    /**
     * The stored fields as a 304 (or a HEAD response) updates them (RFC 9111 §3.2): each of its fields in place of the stored ones of
     * that name, but for
     * <ul>
     * <li>those that are not stored, {@code Content-Length}, and {@code Content-Range};
     * <li>an {@code ETag} that is the stored one made weak: the stored bytes are still those that the strong one names;
     * <li>{@code Set-Cookie} where the rules do not let it be stored.
     * </ul>
     * {@code Age} and {@code Date} tell when a response was made: the old ones go even where the update has none.
     */
    public static Headers updated(Headers stored, Headers update, CacheRules rules) {
        Headers replacing = storable(update, rules).without(name -> isNotUpdated(name, stored, update, rules));
        Headers.Builder fields = stored.toBuilder().remove("Age").remove("Date");
        for (int i = 0; i < replacing.size(); i++) {
            fields.remove(replacing.name(i));
        }
        return fields.addAll(replacing).build();
    }

    private static boolean isNotUpdated(String name, Headers stored, Headers update, CacheRules rules) {
        return switch (FieldSyntax.lowerCase(name)) {
            case "content-length", "content-range" -> true;
            case "set-cookie", "set-cookie2" -> !rules.storeSetCookie();
            case "etag" -> {
                Optional<EntityTag> before = stored.first("ETag").flatMap(EntityTag::parse);
                yield before.isPresent() && update.first("ETag").flatMap(EntityTag::parse).filter(before.get()::weakEquals).isPresent();
            }
            default -> false;
        };
    }

    /** Whether a field tells of exactly the content that it came with: not of a part of that, nor of what it is combined to. */
    public static boolean isDigestOfContent(String name) {
        return name.equalsIgnoreCase("Content-Digest") || name.equalsIgnoreCase("Content-MD5");
    }

    /**
     * What a 304 made from these carries (RFC 9110 §15.4.5): all but what describes the content; {@code Last-Modified} only where there
     * is no {@code ETag}.
     */
    public static Headers ofNotModified(Headers stored) {
        boolean tagged = stored.contains("ETag");
        return stored.without(name -> NOT_IN_NOT_MODIFIED.contains(FieldSyntax.lowerCase(name))
                || tagged && name.equalsIgnoreCase("Last-Modified"));
    }

    /**
     * Whether a 304 with these fields is about the stored response (RFC 9111 §4.3.4): its strong entity tag is the stored one; or its
     * weak one, or its modification time, corresponds to the stored; or it has no validator at all and {@code onlyStored}.
     *
     * @param onlyStored whether the 304 answers conditions that were made from this stored response alone. (The RFC also asks that the
     *        stored one has no validator then; but servers that leave the validator out of a 304 are common, and there is no other
     *        response that theirs could be about.)
     */
    public static boolean selects(Headers notModified, Validators stored, boolean onlyStored) {
        Validators received = Validators.of(notModified);
        if (received.entityTag().isPresent()) {
            EntityTag tag = received.entityTag().get();
            if (!tag.weak()) {
                return stored.entityTag().filter(tag::strongEquals).isPresent();
            }
            if (stored.entityTag().isPresent()) {
                return tag.weakEquals(stored.entityTag().get());
            }
        }
        if (received.lastModified().isPresent()) {
            return received.lastModified().equals(stored.lastModified());
        }
        return received.isEmpty() && onlyStored;
    }

    /**
     * What a 200 to HEAD tells of a stored response to GET (RFC 9111 §4.3.5): each validator that it has must be the stored one, and
     * {@code Content-Length} the stored length.
     *
     * @param storedLength bytes of the stored content; empty where that is not known
     */
    public static HeadVerdict ofHead(Headers stored, Headers head, OptionalLong storedLength) {
        boolean matches = sameIfReceived("ETag", stored, head) && sameIfReceived("Last-Modified", stored, head);
        if (head.contains("Content-Length") && storedLength.isPresent()) {
            matches &= contentLength(head).equals(storedLength);
        }
        return matches ? HeadVerdict.UPDATE : HeadVerdict.OUT_OF_DATE;
    }

    private static boolean sameIfReceived(String name, Headers stored, Headers head) {
        Optional<String> received = head.first(name);
        return received.isEmpty() || received.equals(stored.first(name));
    }

    private static OptionalLong contentLength(Headers headers) {
        String text = headers.first("Content-Length").orElse("");
        if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> FieldSyntax.isDigit((char) c))) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    /** The stored response is to be updated with the fields of HEAD's answer, or is out of date. */
    public enum HeadVerdict { UPDATE, OUT_OF_DATE }
}
