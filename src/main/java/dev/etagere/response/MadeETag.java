package dev.etagere.response;

import dev.etagere.http.EntityTag;

/** What kind of {@code ETag} a response gets whose application sent none. */
public enum MadeETag {

    /** Tells byte from byte: good for ranges too (RFC 9110 §8.8.1). */
    STRONG,

    /**
     * The same, marked as weak. For a container that compresses nothing whose tag is strong, as Tomcat does: the tag of bytes that may
     * still be compressed may only be weak, and {@code If-Range} does not hold for it.
     */
    WEAK;

    EntityTag of(byte[] content) {
        EntityTag strong = EntityTag.ofContent(content, 0, content.length);
        return this == STRONG ? strong : new EntityTag(true, strong.opaque());
    }
}
