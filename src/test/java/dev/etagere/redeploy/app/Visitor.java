package dev.etagere.redeploy.app;

import java.util.List;

/** A value that leaves the process. */
public record Visitor(String name, List<String> groups) {
}
