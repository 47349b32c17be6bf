package dev.etagere.config;

import java.util.List;

/**
 * The configuration is not right; nothing was started. The message has one line for each mistake, in the order of the file, and each
 * line tells where it is, what is wrong and what to write instead. Failures of classes that the file names are suppressed exceptions.
 */
public final class ConfigurationException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> mistakes;

    /** @param mistakes one line each, at least one */
    public ConfigurationException(List<String> mistakes) {
        super(String.join("\n", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /** A single mistake, with what led to it. */
    public ConfigurationException(String mistake, Throwable cause) {
        super(mistake, cause);
        this.mistakes = List.of(mistake);
    }

    /** The lines of the message. */
    public List<String> mistakes() {
        return mistakes == null ? getMessage().lines().toList() : mistakes;
    }
}
