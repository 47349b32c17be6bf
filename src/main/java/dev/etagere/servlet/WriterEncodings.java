package dev.etagere.servlet;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How the container encodes what is written to a response of a type for which the application named no encoding; learned from the
 * responses that went by, since each container has rules of its own. A refresh in the background, whose response the container never
 * sees, encodes alike. Safe for use by many threads.
 */
final class WriterEncodings {
    private static final int MOST = 256;

    private final Map<Given, Made> known = new ConcurrentHashMap<>();

    /** What the application had set when it asked for a writer. */
    private record Given(@Nullable String type, @Nullable Locale locale) {
    }

    /** What the container made of it. */
    record Made(@Nullable String type, Charset charset) {
    }

    void learn(@Nullable String type, @Nullable Locale locale, @Nullable String made, Charset charset) {
        if (known.size() < MOST) {
            known.putIfAbsent(new Given(type, locale), new Made(made, charset));
        }
    }

    Optional<Made> of(@Nullable String type, @Nullable Locale locale) {
        return Optional.ofNullable(known.get(new Given(type, locale)));
    }
}
