package dev.etagere.response;

/** What may stand under a key: a response, the list of a URI's variants, or the note that it was not worth waiting for. */
sealed interface Stored permits StoredResponse, VariantIndex, Stored.NotCacheable {

    /** Bytes that this takes, about. */
    long bytes();

    /** The last response of this key could not be stored: whoever asks now goes ahead without waiting for others. */
    record NotCacheable() implements Stored {
        @Override
        public long bytes() {
            return 16;
        }
    }
}
