package dev.etagere.response;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The ranges of a policy's values. */
final class PolicyChecks {

    private PolicyChecks() {
    }

    static Duration ttl(Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException("ttl must be longer than nothing (a rule with bypass leaves a path uncached)");
        }
        return notTooLong("ttl", value);
    }

    static Duration window(String what, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(what + " must not be negative");
        }
        return notTooLong(what, value);
    }

    private static Duration notTooLong(String what, Duration value) {
        if (value.compareTo(CachePolicy.MAX_DURATION) > 0) {
            throw new IllegalArgumentException(what + " must be at most a year (365d)");
        }
        return value;
    }

    static double jitter(double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("jitter must be a part of the ttl, from 0 to 1 or 0% to 100%");
        }
        return value;
    }

    static Set<Integer> statuses(Collection<Integer> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("statuses must name at least one");
        }
        for (int status : values) {
            if (status < 200 || status > 599 || status == 206 || status == 304) {
                throw new IllegalArgumentException("statuses must be from 200 to 599, but not 206 or 304 (made from a stored 200)");
            }
        }
        return Collections.unmodifiableSet(new TreeSet<>(values));
    }

    static List<String> fieldNames(Collection<String> names) {
        Set<String> lower = new LinkedHashSet<>();
        for (String name : names) {
            if (!isToken(name) || name.equals("*")) {
                throw new IllegalArgumentException("\"" + name + "\" is not the name of a request field");
            }
            lower.add(name.toLowerCase(Locale.ROOT));
        }
        return List.copyOf(lower);
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean tchar = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
            if (!tchar) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
