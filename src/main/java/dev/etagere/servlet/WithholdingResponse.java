package dev.etagere.servlet;

import dev.etagere.response.TagHeaders;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A response whose tag headers are there for all who look from within, and never reach the client: they are kept here rather than in the
 * container.
 */
final class WithholdingResponse extends HttpServletResponseWrapper {
    private final TagHeaders tagHeaders;
    private final Map<String, List<String>> withheld = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private WithholdingResponse(HttpServletResponse response, TagHeaders tagHeaders) {
        super(response);
        this.tagHeaders = tagHeaders;
    }

    /** The response itself where nothing is to be withheld. */
    static HttpServletResponse of(HttpServletResponse response, TagHeaders tagHeaders) {
        return tagHeaders.toClients() || tagHeaders.names().isEmpty() ? response : new WithholdingResponse(response, tagHeaders);
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        if (!tagHeaders.withholds(name)) {
            super.setHeader(name, value);
        } else if (!isCommitted()) {
            withheld.remove(name);
            addHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        if (!tagHeaders.withholds(name)) {
            super.addHeader(name, value);
        } else if (value != null && !isCommitted()) {
            withheld.computeIfAbsent(name, none -> new ArrayList<>()).add(value);
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        if (tagHeaders.withholds(name)) {
            setHeader(name, Integer.toString(value));
        } else {
            super.setIntHeader(name, value);
        }
    }

    @Override
    public void addIntHeader(String name, int value) {
        if (tagHeaders.withholds(name)) {
            addHeader(name, Integer.toString(value));
        } else {
            super.addIntHeader(name, value);
        }
    }

    @Override
    public boolean containsHeader(String name) {
        return withheld.containsKey(name) || super.containsHeader(name);
    }

    @Override
    public @Nullable String getHeader(String name) {
        List<String> values = withheld.get(name);
        return values == null ? super.getHeader(name) : values.get(0);
    }

    @Override
    public Collection<String> getHeaders(String name) {
        List<String> values = withheld.get(name);
        return values == null ? super.getHeaders(name) : List.copyOf(values);
    }

    @Override
    public Collection<String> getHeaderNames() {
        if (withheld.isEmpty()) {
            return super.getHeaderNames();
        }
        Set<String> names = new LinkedHashSet<>(super.getHeaderNames());
        names.addAll(withheld.keySet());
        return names;
    }

    @Override
    public void reset() {
        super.reset();
        withheld.clear();
    }
}
