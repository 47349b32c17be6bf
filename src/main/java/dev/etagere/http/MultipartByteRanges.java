package dev.etagere.http;

import java.util.List;

/** The {@code multipart/byteranges} content of RFC 9110 §14.6, as the pieces to write in turn. */
public record MultipartByteRanges(String contentType, List<Part> parts, byte[] end, long contentLength) {

    /** The bytes before a part, and where the part's own bytes stand in the representation. */
    public record Part(byte[] head, RangeSelection.ByteRange range) {
    }

    public static MultipartByteRanges of(List<RangeSelection.ByteRange> ranges, String boundary, String partContentType, long length) {
        throw new UnsupportedOperationException();
    }
}
