package dev.etagere.response;

import dev.etagere.http.ContentRange;
import dev.etagere.http.MultipartByteRanges;
import dev.etagere.http.Preconditions;
import dev.etagere.http.RangeSelection;
import dev.etagere.http.RangeSelection.ByteRange;
import dev.etagere.http.Validators;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/** Makes of a representation what a request is to get: all of it, parts, its head, 304, 412 or 416 (RFC 9110 §13.2.2, §14, §15). */
final class Replies {

    private Replies() {
    }

    /**
     * Fields beside the representation's own.
     *
     * @param timed what depends on the time; not for an answer that is not about the representation (412, 416)
     * @param trace {@code Cache-Status}
     */
    record More(FieldSource timed, FieldSource trace) implements FieldSource {
        @Override
        public void eachHeader(HeaderSink sink) {
            timed.eachHeader(sink);
            trace.eachHeader(sink);
        }
    }

    static Reply of(Representation representation, RequestView request, More more) {
        return of(representation, request, Preconditions.present(request), more);
    }

    /**
     * Of what the application made just now, for this request: when it did so tells nothing of what the client has (RFC 9111 §4.3.2 has
     * {@code Date} stand in for {@code Last-Modified} of what is stored).
     */
    static Reply ofMade(Representation representation, RequestView request, More more) {
        return of(representation, request, Preconditions.present(request), representation.validators().withoutDate(), more);
    }

    /** @param conditional {@link Preconditions#present} of the request */
    static Reply of(Representation representation, RequestView request, boolean conditional, More more) {
        return of(representation, request, conditional, representation.validators(), more);
    }

    private static Reply of(Representation representation, RequestView request, boolean conditional, Validators validators, More more) {
        boolean head = request.method().equals("HEAD");
        if (representation.status() / 100 != 2) {
            return head ? new Head(representation, more) : new Whole(representation, more);
        }
        if (conditional) {
            switch (Preconditions.evaluate(request, validators)) {
                case NOT_MODIFIED:
                    return new NotModified(representation, more);
                case FAILED:
                    return new Plain(412, more.trace());
                default:
                    break;
            }
        }
        if (head) {
            return new Head(representation, more);
        }
        if (representation.status() == 200 && request.first("Range").isPresent()) {
            return ranged(representation, request, more);
        }
        return new Whole(representation, more);
    }

    private static Reply ranged(Representation representation, RequestView request, More more) {
        int length = representation.content().length;
        RangeSelection selection = RangeSelection.of(request, representation.validators(), length);
        if (selection instanceof RangeSelection.Single single) {
            return part(representation, single.range(), Math.toIntExact(single.range().first()), OptionalLong.of(length), more);
        }
        if (selection instanceof RangeSelection.Multiple multiple) {
            return new Parts(representation, multiple.ranges(), more);
        }
        if (selection instanceof RangeSelection.Unsatisfiable) {
            return new Plain(416, sink -> {
                sink.header("Content-Range", "bytes */" + length, true);
                more.trace().eachHeader(sink);
            });
        }
        return new Whole(representation, more);
    }

    /** @param offset where the range begins in the stored content */
    static Reply part(Representation representation, ByteRange range, int offset, OptionalLong completeLength, FieldSource more) {
        String contentRange = new ContentRange(range.first(), range.last(), completeLength).toString();
        return new Part(representation, contentRange, offset, Math.toIntExact(range.length()), more);
    }

    /** A reply without a representation. */
    static Reply plain(int status, FieldSource fields) {
        return new Plain(status, fields);
    }

    private record Whole(Representation representation, FieldSource more) implements Reply {

        @Override
        public int status() {
            return representation.status();
        }

        @Override
        public void eachHeader(HeaderSink sink) {
            representation.fields().eachHeader(sink);
            more.eachHeader(sink);
        }

        @Override
        public long contentLength() {
            return lengthOf(representation);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            byte[] content = representation.content();
            if (content.length > 0) {
                out.write(content, 0, content.length);
            }
        }
    }

    private record Head(Representation representation, FieldSource more) implements Reply {

        @Override
        public int status() {
            return representation.status();
        }

        @Override
        public void eachHeader(HeaderSink sink) {
            representation.fields().eachHeader(sink);
            more.eachHeader(sink);
        }

        @Override
        public long contentLength() {
            return lengthOf(representation);
        }

        @Override
        public void writeTo(OutputStream out) {
            // HEAD has no content (RFC 9110 §9.3.2)
        }
    }

    private static long lengthOf(Representation representation) {
        int status = representation.status();
        return status == 204 || status == 304 ? -1 : representation.content().length;
    }

    private record NotModified(Representation representation, FieldSource more) implements Reply {

        @Override
        public int status() {
            return 304;
        }

        @Override
        public void eachHeader(HeaderSink sink) {
            representation.notModifiedFields().eachHeader(sink);
            more.eachHeader(sink);
        }

        @Override
        public long contentLength() {
            return -1;
        }

        @Override
        public void writeTo(OutputStream out) {
            // 304 has no content (RFC 9110 §15.4.5)
        }
    }

    private record Plain(int status, FieldSource fields) implements Reply {

        @Override
        public void eachHeader(HeaderSink sink) {
            fields.eachHeader(sink);
        }

        @Override
        public long contentLength() {
            return 0;
        }

        @Override
        public void writeTo(OutputStream out) {
            // nothing but a status
        }
    }

    private record Part(Representation representation, String contentRange, int offset, int length, FieldSource more) implements Reply {

        @Override
        public int status() {
            return 206;
        }

        @Override
        public void eachHeader(HeaderSink sink) {
            representation.partFields().eachHeader(sink);
            sink.header("Content-Range", contentRange, true);
            more.eachHeader(sink);
        }

        @Override
        public long contentLength() {
            return length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(representation.content(), offset, length);
        }
    }

    /** Several parts in one answer (RFC 9110 §14.6). */
    private static final class Parts implements Reply {

        private final Representation representation;
        private final MultipartByteRanges multipart;
        private final FieldSource more;

        Parts(Representation representation, List<ByteRange> ranges, FieldSource more) {
            this.representation = representation;
            String boundary = Long.toHexString(ThreadLocalRandom.current().nextLong())
                    + Long.toHexString(ThreadLocalRandom.current().nextLong());
            Optional<String> contentType = representation.headers().first("Content-Type");
            this.multipart = MultipartByteRanges.of(ranges, boundary, contentType.orElse("application/octet-stream"),
                    representation.content().length);
            this.more = more;
        }

        @Override
        public int status() {
            return 206;
        }

        @Override
        public void eachHeader(HeaderSink sink) {
            representation.partFields().eachHeader(sink);
            sink.header("Content-Type", multipart.contentType(), true);
            more.eachHeader(sink);
        }

        @Override
        public long contentLength() {
            return multipart.contentLength();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            for (MultipartByteRanges.Part part : multipart.parts()) {
                out.write(part.head());
                out.write(representation.content(), Math.toIntExact(part.range().first()), Math.toIntExact(part.range().length()));
            }
            out.write(multipart.end());
        }
    }
}
