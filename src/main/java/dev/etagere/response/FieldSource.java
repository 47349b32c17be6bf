package dev.etagere.response;

/** Header fields that are to be put on an answer. */
@FunctionalInterface
public interface FieldSource {

    /** No field at all. */
    FieldSource NONE = sink -> { };

    /** Gives every field to the sink, in order. */
    void eachHeader(HeaderSink sink);

    /** Takes fields. */
    @FunctionalInterface
    interface HeaderSink {
        /**
         * @param replace true: in place of what stands under that name; false: beside it ({@code Vary}, {@code Cache-Status}, further
         * lines)
         */
        void header(String name, String value, boolean replace);
    }
}
