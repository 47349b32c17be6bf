package dev.etagere.jaxrs;

import java.util.List;

/** What is wrong with annotations, a line for each mistake, with class and method. */
final class MistakesException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    MistakesException(List<String> mistakes) {
        super(String.join("\n", mistakes));
    }
}
