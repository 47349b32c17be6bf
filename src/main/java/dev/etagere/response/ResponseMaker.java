package dev.etagere.response;

import dev.etagere.cache.Fence;
import dev.etagere.http.CacheGroups;
import dev.etagere.http.CacheRules;
import dev.etagere.http.Headers;
import dev.etagere.http.HttpDates;
import dev.etagere.http.PartialContent;
import dev.etagere.http.ResponseHead;
import dev.etagere.http.StoredFields;
import dev.etagere.http.Validators;
import dev.etagere.http.Vary;
import dev.etagere.response.Admission.Verdict.Admit;
import dev.etagere.response.ResponseCache.Read;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes what is stored of what the application answered.
 *
 * @param made what kind of tag is made of the content
 * @param fence the eviction clock's position before the application ran
 * @param given the tags that the application gave by a field of its answer, which is no more in its head; empty where it has no such field
 * @param more tags that were given beside those
 */
record ResponseMaker(Read read, CacheRules rules, MadeETag made, Fence fence, Optional<Set<String>> given, Set<String> more) {

    ResponseMaker(Read read, ResponseOptions options, Fence fence) {
        this(read, options.rules(), options.madeETag(), fence, Optional.empty(), new LinkedHashSet<>());
    }

    /** For an answer with these tags. */
    ResponseMaker given(Optional<Set<String>> tags) {
        return new ResponseMaker(read, rules, made, fence, tags, more);
    }

    /** The whole answer; with a tag made of its content where it is a 200 without one. */
    StoredResponse whole(ResponseHead head, Admit admit, byte[] body) {
        Headers fields = dated(head, StoredFields.storable(head.headers(), rules));
        Headers conditions = Validators.of(fields).conditions();
        if (head.status() == 200 && !fields.contains("ETag")) {
            fields = fields.toBuilder().set("ETag", made.of(body).toString()).build();
        }
        Representation whole = Representation.of(head.status(), replayed(fields, admit), body);
        return new StoredResponse(whole, terms(admit, Vary.none(), tags(fields), fence), conditions);
    }

    /**
     * A 206, together with what is stored of the same representation; all of it, once no byte is missing (RFC 9111 §3.4). Empty where its
     * {@code Content-Range} and content do not agree. Bytes that were stored before keep their fence, and their fields where the newer
     * answer has none of that name: it may leave out what the client has already (RFC 9110 §15.3.7).
     */
    Optional<StoredResponse> part(ResponseHead head, Admit admit, byte[] body, Optional<StoredResponse> stored) {
        Headers fields = dated(head, StoredFields.storable(head.headers(), rules));
        Headers conditions = Validators.of(fields).conditions();
        Optional<PartialContent> part = PartialContent.of(head.headers(), body);
        Optional<PartialContent> before = stored.flatMap(response -> response.representation().part());
        Optional<PartialContent> both = before.flatMap(old -> part.flatMap(old::combine));
        if (both.isPresent()) {
            StoredResponse old = stored.orElseThrow();
            Headers all = StoredFields.updated(old.representation().headers(), fields, rules).without(StoredFields::isDigestOfContent);
            Representation representation = both.get().isWhole()
                    ? Representation.of(200, all, both.get().content())
                    : Representation.ofPart(all, both.get());
            Set<String> tags = tags(all);
            tags.addAll(old.terms().tags());
            return Optional.of(new StoredResponse(representation, terms(admit, old.terms().vary(), tags, old.terms().fence()), conditions));
        }
        return part.map(alone ->
                new StoredResponse(Representation.ofPart(fields, alone), terms(admit, Vary.none(), tags(fields), fence), conditions));
    }

    /** The fields of what is stored as a 304 with this head updates them (RFC 9111 §4.3.4). */
    Headers updated(StoredResponse old, ResponseHead notModified) {
        return StoredFields.updated(old.representation().headers(), dated(notModified, notModified.headers()), rules);
    }

    /** What is stored, with the fields that a 304 has updated. It varies by what the first answer varied by, too, and has its tags. */
    StoredResponse refreshed(StoredResponse old, Headers fields, Admit admit) {
        Representation before = old.representation();
        Representation after = Representation.of(before.status(), replayed(fields, admit), before.content());
        boolean tagIsOurs = !old.conditions().contains("If-None-Match") && before.headers().first("ETag").equals(fields.first("ETag"));
        Headers validating = tagIsOurs ? fields.without("ETag"::equalsIgnoreCase) : fields;
        Set<String> tags = tags(fields);
        if (given.isEmpty()) {
            tags.addAll(old.terms().tags());
        }
        return new StoredResponse(after, terms(admit, old.terms().vary(), tags, fence), Validators.of(validating).conditions());
    }

    /** What the policy says of caching takes the place of what the application said. */
    private static Headers replayed(Headers fields, Admit admit) {
        if (admit.client().isApplications()) {
            return fields;
        }
        Headers.Builder replayed = fields.without(name -> name.equalsIgnoreCase("Cache-Control") || name.equalsIgnoreCase("Expires")
                || name.equalsIgnoreCase("Pragma") || name.equalsIgnoreCase("Vary")).toBuilder();
        if (!admit.vary().isEmpty()) {
            replayed.add("Vary", String.join(", ", admit.vary().names()));
        }
        return replayed.build();
    }

    /** With one valid {@code Date}: the first, or when the response came (RFC 9110 §6.6.1). */
    static Headers dated(ResponseHead head, Headers fields) {
        Optional<String> valid = fields.first("Date").filter(date -> HttpDates.parse(date).isPresent());
        return valid.isPresent() && fields.values("Date").size() == 1 ? fields
                : fields.toBuilder().set("Date", valid.orElseGet(() -> HttpDates.format(head.responseTime()))).build();
    }

    private StoredResponse.Terms terms(Admit admit, Vary before, Set<String> tags, Fence since) {
        Vary vary = admit.vary().with(before.names());
        return new StoredResponse.Terms(read.key(), admit.freshness(), vary, vary.selection(read.request()), admit.client(), tags, since);
    }

    private Set<String> tags(Headers fields) {
        Set<String> tags = new LinkedHashSet<>();
        QueryKey counted = QueryKey.ALL;
        if (read.treatment() instanceof Treatment.Cached cached) {
            tags.addAll(new Tags(read.request(), cached.parameters()).expand(cached.policy().tags()));
            counted = cached.policy().query();
        }
        given.ifPresent(tags::addAll);
        tags.addAll(groupTags(read.request(), fields));
        tags.addAll(RequestKey.uriTags(read.request(), counted));
        tags.addAll(more);
        return tags;
    }

    /** The tags of the groups that a response belongs to (RFC 9875 §2). */
    static List<String> groupTags(RequestView request, Headers fields) {
        return CacheGroups.of(fields).stream().map(group -> RequestKey.groupTag(request, group)).toList();
    }
}
