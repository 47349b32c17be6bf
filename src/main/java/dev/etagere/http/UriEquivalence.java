package dev.etagere.http;

/**
 * URIs that name the same resource however they are written (RFC 9110 §4.2.3, RFC 3986 §6.2.2): unreserved characters may be
 * percent-encoded, hexadecimal digits are of either case, dot segments may be left in.
 */
public final class UriEquivalence {

    private UriEquivalence() {
    }

    /**
     * The same for all URIs that are equivalent in this way. Anything may be given, also what is no URI; never throws.
     *
     * @param uri absolute, its origin as it is compared (see {@link Invalidation#targets}), without a fragment
     */
    public static String normalized(String uri) {
        String decoded = uri.indexOf('%') < 0 ? uri : percentNormalized(uri);
        return decoded.contains("/.") ? withoutDots(decoded) : decoded;
    }

    /** RFC 3986 §6.2.2.1 and §6.2.2.2. */
    private static String percentNormalized(String uri) {
        StringBuilder text = new StringBuilder(uri.length());
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            int high = c == '%' && i + 2 < uri.length() ? hexadecimal(uri.charAt(i + 1)) : -1;
            int low = high < 0 ? -1 : hexadecimal(uri.charAt(i + 2));
            if (low < 0) {
                text.append(c);
                continue;
            }
            int octet = high * 16 + low;
            if (isUnreserved((char) octet)) {
                text.append((char) octet);
            } else {
                text.append('%').append(digit(high)).append(digit(low));
            }
            i += 2;
        }
        return text.toString();
    }

    /** RFC 3986 §6.2.2.3. */
    private static String withoutDots(String uri) {
        int scheme = uri.indexOf("://");
        int path = uri.indexOf('/', scheme < 0 ? 0 : scheme + 3);
        int query = uri.indexOf('?');
        int end = query < 0 ? uri.length() : query;
        return path < 0 || path >= end ? uri
                : uri.substring(0, path) + Invalidation.removeDots(uri.substring(path, end)) + uri.substring(end);
    }

    private static boolean isUnreserved(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || FieldSyntax.isDigit(c) || c == '-' || c == '.' || c == '_' || c == '~';
    }

    private static int hexadecimal(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private static char digit(int value) {
        return "0123456789ABCDEF".charAt(value);
    }
}
