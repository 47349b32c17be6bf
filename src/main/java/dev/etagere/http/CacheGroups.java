package dev.etagere.http;

import java.util.ArrayList;
import java.util.List;

/**
 * Cache groups (RFC 9875): what a response belongs to, and what a response to an unsafe method invalidates. A group is the string together
 * with the origin (§2.1). Both fields are Lists of Strings; one that is not does not count. As many groups are read as the field has, of
 * any length (§2 and §3 ask for 32 of 32 characters at the least).
 */
public final class CacheGroups {

    private CacheGroups() {
    }

    /** The groups that a response belongs to (§2). */
    public static List<String> of(Headers response) {
        return strings(response.values("Cache-Groups"));
    }

    /**
     * The groups that a response invalidates (§3): none where the method is safe. The RFC has no condition on the status: an application
     * that names groups in an answer that tells of a failure means it.
     */
    public static List<String> invalidatedBy(String method, Headers response) {
        return Invalidation.invalidates(method, 200) ? strings(response.values("Cache-Group-Invalidation")) : List.of();
    }

    /** Scheme, host and port in one form: {@code http://shop.example:80} is {@code http://shop.example} (RFC 9110 §4.3.1). */
    public static String origin(String scheme, String authority) {
        return Invalidation.origin(scheme, authority);
    }

    private static List<String> strings(List<String> fieldValues) {
        List<String> strings = new ArrayList<>();
        for (StructuredField.Value value : fieldValues.isEmpty() ? List.<StructuredField.Value>of()
                : StructuredField.list(fieldValues).orElse(List.of())) {
            if (value.type() != StructuredField.Type.STRING) {
                return List.of();
            }
            strings.add(value.text());
        }
        return strings;
    }
}
