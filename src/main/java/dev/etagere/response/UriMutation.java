package dev.etagere.response;

import dev.etagere.http.Headers;
import dev.etagere.http.Invalidation;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Evicts what a write has made out of date: its URI, those that its answer names, and the tags of its rule. */
final class UriMutation implements Mutation {

    private final Shelf shelf;
    private final RequestView request;
    private final Set<String> tags;
    private final Set<String> softTags;
    private final int maxHeldBytes;

    UriMutation(Shelf shelf, RequestView request, Set<String> tags, Set<String> softTags, int maxHeldBytes) {
        this.shelf = shelf;
        this.request = request;
        this.tags = tags;
        this.softTags = softTags;
        this.maxHeldBytes = maxHeldBytes;
    }

    @Override
    public void complete(int status, Headers headers) {
        if (status < 200 || status >= 400) {
            return;
        }
        Set<String> evicted = new LinkedHashSet<>(tags);
        if (Invalidation.invalidates(request.method(), status)) {
            evicted.add(RequestKey.uriTag(request, request.rawQuery()));
            for (URI target : targets(headers)) {
                evicted.add(RequestKey.uriTag(target.toString()));
            }
        }
        if (!evicted.isEmpty()) {
            shelf.evict(evicted);
        }
        if (!softTags.isEmpty()) {
            shelf.expire(softTags);
        }
    }

    private List<URI> targets(Headers headers) {
        try {
            return Invalidation.targets(new URI(RequestKey.uri(request, request.rawQuery())), headers);
        } catch (URISyntaxException notAUri) {
            return List.of();
        }
    }

    @Override
    public int maxHeldBytes() {
        return maxHeldBytes;
    }
}
