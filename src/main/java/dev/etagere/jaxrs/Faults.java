package dev.etagere.jaxrs;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of failures that no response shows: the first of each kind loudly, the others at debug level, lest one mistake fill the log. */
final class Faults {

    private static final Logger LOG = LoggerFactory.getLogger(CachedFeature.class);
    private static final int MAX_KINDS = 100;
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private Faults() {
    }

    static void report(String what, Throwable fault) {
        if (TOLD.size() < MAX_KINDS && TOLD.add(what + fault.getClass().getName())) {
            LOG.error("{} failed; what the application answers does not change. Further such failures are logged at debug level.", what,
                    fault);
        } else {
            LOG.debug("{} failed", what, fault);
        }
    }
}
