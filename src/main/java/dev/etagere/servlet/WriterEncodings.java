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
    record Given(@Nullable String type, @Nullable String encoding, @Nullable Locale locale) {
        static final Given NOTHING = new Given(null, null, null);

        Given withType(@Nullable String value) {
            return new Given(value, encoding, locale);
        }

        Given withEncoding(@Nullable String value) {
            return new Given(type, value, locale);
        }

        Given withLocale(@Nullable Locale value) {
            return new Given(type, encoding, value);
        }
    }

    /** What the container made of it. */
    record Made(@Nullable String type, Charset charset) {
    }

    void learn(Given given, @Nullable String type, Charset charset) {
        if (known.size() < MOST) {
            known.putIfAbsent(given, new Made(type, charset));
        }
    }

    Optional<Made> of(Given given) {
        return Optional.ofNullable(known.get(given));
    }
}
