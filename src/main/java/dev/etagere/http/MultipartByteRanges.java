package dev.etagere.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code multipart/byteranges} content of RFC 9110 §14.6, as the pieces to write in turn: of each part its head and then the bytes of
 * its range, and at last the end.
 *
 * @param contentType the value of {@code Content-Type}, with the boundary
 * @param parts in the order to be written
 * @param end the bytes after the last part
 * @param contentLength of all pieces together, in bytes
 */
public record MultipartByteRanges(String contentType, List<Part> parts, byte[] end, long contentLength) {

    private static final int MAX_BOUNDARY = 70;
    private static final String BOUNDARY_PUNCTUATION = "-_.+'";

    public MultipartByteRanges {
        parts = List.copyOf(parts);
    }

    /** The bytes before a part, and where the part's own bytes stand in the representation. */
    public record Part(byte[] head, RangeSelection.ByteRange range) {
    }

    /**
     * @param boundary 1 to 70 letters, digits and {@code - _ . + '}; must not occur in the representation, so make it of random bits
     * @param partContentType of the representation; empty where it has none
     * @param length of the whole representation, in bytes
     * @throws IllegalArgumentException where {@code boundary} is not such a text
     */
    public static MultipartByteRanges of(List<RangeSelection.ByteRange> ranges, String boundary, String partContentType, long length) {
        requireBoundary(boundary);
        List<Part> parts = new ArrayList<>(ranges.size());
        byte[] end = bytes("\r\n--" + boundary + "--\r\n");
        long total = end.length;
        for (RangeSelection.ByteRange range : ranges) {
            byte[] head = head(range, boundary, partContentType, length, parts.isEmpty() ? "--" : "\r\n--");
            parts.add(new Part(head, range));
            total += head.length + range.length();
        }
        return new MultipartByteRanges("multipart/byteranges; boundary=" + boundary, parts, end, total);
    }

    private static byte[] head(RangeSelection.ByteRange range, String boundary, String partContentType, long length, String delimiter) {
        StringBuilder head = new StringBuilder(delimiter).append(boundary).append("\r\n");
        if (!partContentType.isEmpty()) {
            // Here no container stands between an application's field value and the wire.
            head.append("Content-Type: ").append(partContentType.replace('\r', ' ').replace('\n', ' ')).append("\r\n");
        }
        return bytes(head.append("Content-Range: ").append(ContentRange.of(range, length)).append("\r\n\r\n").toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void requireBoundary(String boundary) {
        boolean valid = !boundary.isEmpty() && boundary.length() <= MAX_BOUNDARY
                && boundary.chars().allMatch(c -> c < 0x80 && Character.isLetterOrDigit(c) || BOUNDARY_PUNCTUATION.indexOf(c) >= 0);
        if (!valid) {
            throw new IllegalArgumentException("not a boundary: " + boundary);
        }
    }
}
