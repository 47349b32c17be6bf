package dev.etagere.event;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kinds of transactions that are known; one whose classes are not there is left out. */
final class CommitHooks {

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final List<CommitHook> HOOKS = load();

    private CommitHooks() {
    }

    private static List<CommitHook> load() {
        List<CommitHook> hooks = new ArrayList<>();
        Iterator<CommitHook> found = ServiceLoader.load(CommitHook.class, CommitHook.class.getClassLoader()).iterator();
        while (true) {
            try {
                if (!found.hasNext()) {
                    return List.copyOf(hooks);
                }
                hooks.add(found.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                LOG.debug("A kind of transactions is not here", e);
            }
        }
    }

    static boolean defer(Runnable action) {
        for (CommitHook hook : HOOKS) {
            if (hook.afterCommit(action)) {
                return true;
            }
        }
        return false;
    }
}
