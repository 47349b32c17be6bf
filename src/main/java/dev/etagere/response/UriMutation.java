package dev.etagere.response;

import dev.etagere.http.CacheGroups;
import dev.etagere.http.CacheStatus.Forward;
import dev.etagere.http.Headers;
import dev.etagere.http.Invalidation;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Evicts what a write has made out of date: its URI, those that its answer names, its answer's groups, and the tags of its rule. */
final class UriMutation implements Mutation {

    private final LoadContext context;
    private final RequestView request;
    private final boolean evictsUris;
    private final Set<String> tags;
    private final Set<String> softTags;
    private final Optional<PostedAnswer> posted;
    private boolean kept;

    /**
     * @param evicts empty where no URI goes, only what the answer's groups name
     * @param posted keeps the answer, where it may be GET's
     */
    UriMutation(LoadContext context, RequestView request, Optional<Treatment.Evicts> evicts, Optional<PostedAnswer> posted) {
        this.context = context;
        this.request = request;
        this.evictsUris = evicts.isPresent();
        this.posted = posted;
        Optional<Tags> parameters = evicts.map(rule -> new Tags(request, rule.parameters()));
        this.tags = parameters.map(known -> known.expand(evicts.get().tags())).orElse(Set.of());
        this.softTags = parameters.map(known -> known.expand(evicts.get().expire())).orElse(Set.of());
    }

    @Override
    public void complete(int status, Headers headers) {
        boolean succeeded = status >= 200 && status < 400;
        Set<String> evicted = new LinkedHashSet<>(succeeded ? tags : Set.of());
        for (String group : CacheGroups.invalidatedBy(request.method(), headers)) {
            evicted.add(RequestKey.groupTag(request, group));
        }
        if (evictsUris && Invalidation.invalidates(request.method(), status)) {
            evicted.add(RequestKey.uriTag(request, request.rawQuery()));
            for (URI target : targets(headers)) {
                evicted.add(RequestKey.uriTag(target.toString()));
            }
        }
        if (!evicted.isEmpty()) {
            context.shelf().evict(evicted);
        }
        if (succeeded && !softTags.isEmpty()) {
            context.shelf().expire(softTags);
        }
    }

    @Override
    public void keep(int status, Headers headers, byte[] body, Observed seen) {
        kept = posted.isPresent() && posted.get().keep(status, headers, body, seen);
    }

    private List<URI> targets(Headers headers) {
        try {
            return Invalidation.targets(new URI(RequestKey.uri(request, request.rawQuery())), headers);
        } catch (URISyntaxException notAUri) {
            return List.of();
        }
    }

    @Override
    public FieldSource fields(int status) {
        return context.traced(request,
                new Trace.Forwarded(Forward.METHOD, OptionalInt.of(status), OptionalLong.empty(), kept, Optional.empty()));
    }

    @Override
    public int maxHeldBytes() {
        return context.options().maxEntryBytes();
    }
}
