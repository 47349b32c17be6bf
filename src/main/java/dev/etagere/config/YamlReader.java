package dev.etagere.config;

import dev.etagere.config.Node.Entry;
import dev.etagere.config.Node.Mapping;
import dev.etagere.config.Node.Scalar;
import dev.etagere.config.Node.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Makes {@link Node}s of YAML text. Nothing is constructed but text, lists and names with values; size, depth and aliases are bounded.
 * Works on the parser's events and not on its object graph, since that has neither line numbers nor a bound on depth.
 */
final class YamlReader {

    private static final int MAX_CHARS = 1 << 20;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_ALIASES = 100;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String file;
    private final Mistakes mistakes;
    private final Iterator<Event> events;
    private final Map<String, Node> anchors = new HashMap<>();
    private int aliases;

    private YamlReader(String text, String file, Mistakes mistakes) {
        this.file = file;
        this.mistakes = mistakes;
        LoadSettings settings = LoadSettings.builder().setLabel(file).setUseMarks(true).setCodePointLimit(MAX_CHARS).build();
        this.events = new Parse(settings).parseString(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).iterator();
    }

    /** The document, or empty where the text has none or is not right, which {@code mistakes} then tells. */
    static Optional<Node> read(String text, String file, Mistakes mistakes) {
        if (text.length() > MAX_CHARS) {
            mistakes.add(new Where.Line(file, 1), "", "is longer than " + MAX_CHARS + " characters");
            return Optional.empty();
        }
        try {
            return new YamlReader(text, file, mistakes).document();
        } catch (Unreadable e) {
            mistakes.add(e.where, "", e.what);
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            mistakes.add(new Where.Line(file, mark.map(Mark::getLine).orElse(0) + 1), "", "not YAML: " + explained(e));
        } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException e) {
            mistakes.add(new Where.Line(file, 1), "", "not YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static String explained(MarkedYamlEngineException e) {
        String context = e.getContext() == null ? "" : " (" + e.getContext() + ")";
        boolean brace = e.getProblem().contains("but got {") || e.getProblem().contains("but got '{'");
        return e.getProblem() + context + (brace ? "; a path or tag with braces is to be quoted here, as in \"/products/{id}\"" : "");
    }

    private Optional<Node> document() {
        Node root = null;
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case DocumentStart -> {
                    if (root != null) {
                        throw new Unreadable(where(event), "a second document begins here; write all in one");
                    }
                }
                case Scalar, SequenceStart, MappingStart, Alias -> root = node(event, 1, "");
                default -> { }
            }
        }
        return Optional.ofNullable(root);
    }

    private Node node(Event event, int depth, String path) {
        if (depth > MAX_DEPTH) {
            throw new Unreadable(where(event), "nested deeper than " + MAX_DEPTH + " levels");
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias);
        }
        Where where = where(event);
        Node node;
        if (event instanceof ScalarEvent scalar) {
            refuseTag(scalar.getTag(), where);
            node = new Scalar(scalar.getValue(), scalar.isPlain(), where);
        } else {
            refuseTag(((CollectionStartEvent) event).getTag(), where);
            node = event instanceof MappingStartEvent ? mapping(where, depth, path) : sequence(where, depth, path);
        }
        ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), node));
        return node;
    }

    private Node aliased(AliasEvent alias) {
        Node node = anchors.get(alias.getAlias().getValue());
        if (node == null) {
            throw new Unreadable(where(alias), "an alias refers to nothing before it; a text that begins with * stands in quotes");
        }
        if (++aliases > MAX_ALIASES) {
            throw new Unreadable(where(alias), "more than " + MAX_ALIASES + " aliases");
        }
        return node;
    }

    private Node sequence(Where where, int depth, String path) {
        List<Node> items = new ArrayList<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            items.add(node(next, depth + 1, path + "[" + items.size() + "]"));
        }
        return new Sequence(items, where);
    }

    private Node mapping(Where where, int depth, String path) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            Where at = where(next);
            if (!(node(next, depth + 1, path) instanceof Scalar key)) {
                throw new Unreadable(at, "a setting's name is expected here");
            }
            String full = path.isEmpty() ? key.text() : path + "." + key.text();
            Entry entry = new Entry(key.text(), at, node(events.next(), depth + 1, full));
            Entry before = entries.putIfAbsent(key.text(), entry);
            if (before != null) {
                mistakes.add(at, full, "is set twice, first in line " + before.where().order());
            }
        }
        return new Mapping(entries, where);
    }

    private static void refuseTag(Optional<String> tag, Where where) {
        if (tag.isPresent()) {
            throw new Unreadable(where, "YAML tags are not used here; a text that begins with ! stands in quotes");
        }
    }

    private Where where(Event event) {
        return new Where.Line(file, event.getStartMark().map(Mark::getLine).orElse(0) + 1);
    }

    /** Ends the reading. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Where where;
        private final String what;

        Unreadable(Where where, String what) {
            super(what, null, false, false);
            this.where = where;
            this.what = what;
        }
    }
}
