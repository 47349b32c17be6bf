package dev.etagere.servlet;

import java.io.IOException;

/** Something that the container does to its response. */
@FunctionalInterface
interface Action {
    void run() throws IOException;
}
