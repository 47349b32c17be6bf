package dev.etagere.http;

/** Which fields are kept, replayed and updated (RFC 9111 §3.1, §3.2, §4.3.4, §4.3.5). */
public final class StoredFields {
    private StoredFields() {
    }

    /** Without hop-by-hop fields, those that {@code Connection} lists, and those named by {@code no-cache="…"} and {@code private="…"}. */
    public static Headers storable(Headers response) { throw new UnsupportedOperationException(); }

    /** The stored fields as a 304 (or a HEAD response) updates them. */
    public static Headers updated(Headers stored, Headers update) { throw new UnsupportedOperationException(); }

    /** What a 304 made from these carries (RFC 9110 §15.4.5). */
    public static Headers ofNotModified(Headers stored) { throw new UnsupportedOperationException(); }

    /** Whether a 304 with these fields is about the stored response (RFC 9111 §4.3.4). */
    public static boolean selects(Headers notModified, Validators stored, boolean onlyStored) { throw new UnsupportedOperationException(); }

    /** What a response to HEAD tells of a stored response to GET (RFC 9111 §4.3.5). */
    public static HeadVerdict ofHead(Headers stored, Headers head) { throw new UnsupportedOperationException(); }

    /** The stored response is to be updated with the fields of HEAD's answer, or is out of date. */
    public enum HeadVerdict { UPDATE, OUT_OF_DATE }
}
