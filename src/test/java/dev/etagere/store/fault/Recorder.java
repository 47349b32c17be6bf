package dev.etagere.store.fault;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** All that anyone logs at any level, with every cause, and nothing of it on the screen. */
final class Recorder extends Handler implements AutoCloseable {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Logger root = LogManager.getLogManager().getLogger("");
    private final Level before = root.getLevel();
    private final List<Handler> others = List.of(root.getHandlers());

    private Recorder() {
        setLevel(Level.ALL);
    }

    static Recorder start() {
        Recorder recorder = new Recorder();
        recorder.others.forEach(recorder.root::removeHandler);
        recorder.root.addHandler(recorder);
        recorder.root.setLevel(Level.ALL);
        return recorder;
    }

    @Override
    public void publish(LogRecord record) {
        StringWriter text = new StringWriter();
        text.append(record.getLoggerName()).append(' ').append(new SimpleFormatter().formatMessage(record)).append('\n');
        if (record.getThrown() != null) {
            record.getThrown().printStackTrace(new PrintWriter(text, true));
        }
        told.add(text.toString());
    }

    String text() {
        return String.join("", told);
    }

    @Override
    public void flush() {
    }

    @Override
    public void close() {
        root.removeHandler(this);
        root.setLevel(before);
        others.forEach(root::addHandler);
    }
}
