package dev.etagere.response;

import dev.etagere.http.RequestHead;
import dev.etagere.http.Vary;
import java.util.ArrayList;
import java.util.List;

/** The variants of a URI, the newest first. Immutable. */
record VariantIndex(List<Variant> variants) implements Stored {

    VariantIndex {
        variants = List.copyOf(variants);
    }

    /** By which request fields a response was selected, and what its request had in them. */
    record Variant(Vary vary, String selection) {

        /** The key of the variant's own entry. */
        String key(String primary) {
            StringBuilder key = new StringBuilder(primary).append("|v");
            for (String name : vary.names()) {
                key.append(name.length()).append(':').append(name);
            }
            return key.append('|').append(selection).toString();
        }
    }

    /**
     * The variants that match a request: those that a {@code Vary} selected before those without one (RFC 9111 §4.1), and what was stored
     * last before older ones.
     */
    List<Variant> matching(RequestHead request) {
        List<Variant> selected = new ArrayList<>(2);
        List<Variant> unvaried = new ArrayList<>(1);
        Vary last = Vary.none();
        String lastSelection = "";
        for (Variant variant : variants) {
            if (variant.vary().isEmpty()) {
                unvaried.add(variant);
                continue;
            }
            if (!variant.vary().names().equals(last.names())) {
                last = variant.vary();
                lastSelection = last.selection(request);
            }
            if (lastSelection.equals(variant.selection())) {
                selected.add(variant);
            }
        }
        selected.addAll(unvaried);
        return selected;
    }

    VariantIndex with(Variant newest, int most) {
        String newestKey = newest.key("");
        List<Variant> kept = new ArrayList<>();
        kept.add(newest);
        for (Variant variant : variants) {
            if (kept.size() < most && !variant.key("").equals(newestKey)) {
                kept.add(variant);
            }
        }
        return new VariantIndex(kept);
    }

    @Override
    public long bytes() {
        long bytes = 64;
        for (Variant variant : variants) {
            bytes += 128L + 2L * variant.selection().length();
        }
        return bytes;
    }
}
