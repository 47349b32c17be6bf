package dev.etagere.servlet;

import dev.etagere.response.Outcome;
import dev.etagere.response.RequestView;

/** What the filter asks: what is to be done with a request. Safe for use by many threads. */
@FunctionalInterface
interface Engine {
    Outcome handle(RequestView request);
}
