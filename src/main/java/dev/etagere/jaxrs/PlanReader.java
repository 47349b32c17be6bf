package dev.etagere.jaxrs;

import dev.etagere.event.TagTemplate;
import dev.etagere.response.CachePolicy;
import dev.etagere.response.Durations;
import dev.etagere.response.KeyContributor;
import dev.etagere.response.Observed;
import dev.etagere.response.Policies;
import dev.etagere.response.QueryKey;
import dev.etagere.response.RequestView;
import dev.etagere.response.Scope;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a plan of the annotations of a resource method, and notes what is wrong with them. Safe for use by many threads. */
final class PlanReader {

    /** Before the path in the tags that name paths. */
    static final String PATH_TAG = "@path:";

    private static final Logger LOG = LoggerFactory.getLogger(CachedFeature.class);
    private static final MethodPlan PLAIN = new MethodPlan.Plain();
    private static final MethodPlan NEVER = new MethodPlan.Never();
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Policies policies;
    private final Instances instances;

    PlanReader(Policies policies, Instances instances) {
        this.policies = policies;
        this.instances = instances;
    }

    /**
     * @param path the parameters that the path has, or empty where that cannot be told
     * @param mistakes gets a line for each
     */
    MethodPlan read(Class<?> resource, Method method, Optional<Set<String>> path, List<String> mistakes) {
        Place place = new Place(resource, method, path, mistakes);
        Set<String> http = Annotations.httpMethods(method);
        Optional<Cached> own = Annotations.on(method, Cached.class);
        boolean not = Annotations.on(method, NotCached.class).isPresent();
        List<Evict> evicts = Annotations.allOn(method, Evict.class);
        if (own.isPresent()) {
            if (not) {
                place.mistake("has both @Cached and @NotCached");
            }
            if (!http.contains("GET")) {
                place.mistake("has @Cached, which is for GET, but it is for "
                        + (http.isEmpty() ? "no HTTP method" : String.join(", ", http)));
                return PLAIN;
            }
            if (!evicts.isEmpty()) {
                place.mistake("has both @Cached and @Evict: answered from the cache it would not run, and evict nothing");
            }
            return caches(own.get(), place);
        }
        if (!evicts.isEmpty()) {
            return evicts(evicts, place);
        }
        if (http.stream().anyMatch(name -> !READING.contains(name))) {
            List<Evict> ofClass = Annotations.allOn(resource, Evict.class);
            return ofClass.isEmpty() ? PLAIN : evicts(ofClass, place);
        }
        if (!http.contains("GET")) {
            return PLAIN;
        }
        if (not || Annotations.on(resource, NotCached.class).isPresent()) {
            return NEVER;
        }
        Signature signature = Signature.of(resource, method);
        Optional<Cached> ofClass = Annotations.on(resource, Cached.class).filter(cached -> !signature.endless());
        return ofClass.map(cached -> caches(cached, place)).orElse(PLAIN);
    }

    /** A resource method, as far as mistakes are concerned. */
    private record Place(Class<?> resource, Method method, Optional<Set<String>> path, List<String> mistakes) {

        void mistake(String what) {
            mistakes.add(name() + " " + what);
        }

        void attempt(String member, Runnable setting) {
            try {
                setting.run();
            } catch (IllegalArgumentException e) {
                String text = String.valueOf(e.getMessage());
                mistakes.add(name() + ": " + (text.startsWith(member) ? text : member + ": " + text));
            }
        }

        String name() {
            return resource.getName() + "." + method.getName();
        }
    }

    private MethodPlan caches(Cached cached, Place place) {
        int before = place.mistakes().size();
        Signature signature = Signature.of(place.resource(), place.method());
        Roles roles = Roles.of(place.resource(), place.method());
        if (roles.denied()) {
            return PLAIN;
        }
        CachePolicy.Builder builder = preset(cached, place);
        apply(cached, builder, place);
        Made made = new Made(place);
        List<KeyContributor> keys = new ArrayList<>(List.of(identity(place)));
        for (Class<? extends KeyPart> part : cached.key()) {
            made.one(part).ifPresent(instance -> keys.add(request -> instance.of(JaxrsRequest.contextOf(request))));
        }
        Optional<Validator> validator = made.unless(cached.validator(), Validator.class);
        Optional<CacheCondition> condition = made.unless(cached.condition(), CacheCondition.class);
        Optional<TagContributor> contributor = made.unless(cached.tagsFrom(), TagContributor.class);
        condition.ifPresent(asked -> builder.condition(request -> asked.acceptsRequest(JaxrsRequest.contextOf(request))));
        builder.key(keys);
        if (signature.endless()) {
            place.mistake("has @Cached, but what it answers has no end");
        }
        if (!builder.hasTtl() && place.mistakes().size() == before) {
            place.mistake("has @Cached without a ttl, and without a policy that has one");
        }
        if (place.mistakes().size() > before) {
            return PLAIN;
        }
        CachePolicy policy = builder.build();
        new PlanChecks(place::mistake).check(policy, signature, roles, place.path());
        Optional<String> unshared = unshared(policy, cached, signature, place);
        return new MethodPlan.Caches(policy, seen(policy, cached, signature, place), hasParameters(policy.tags()), roles.names(), validator,
                condition, contributor, unshared);
    }

    /** Why what a method answers cannot be kept, which the start warns of. */
    private static Optional<String> unshared(CachePolicy policy, Cached cached, Signature signature, Place place) {
        if (signature.takesContent()) {
            LOG.warn("{} has @Cached, but is not cached: it has a parameter for the request's content, by which no response is told from "
                    + "another. Take that parameter away, or answer a POST", place.name());
            return Optional.of("request-content");
        }
        Optional<String> why = signature.writesPast() ? Optional.of("writes-past")
                : signature.opaque().filter(what -> !isNamed(policy, cached)).map(what -> "may-read-anything");
        why.ifPresent(reason -> LOG.warn("{} has @Cached, but is not cached: it has a {}, so nobody can tell what it looks at. Let the "
                + "annotation name that in vary or key, or say scope = PUBLIC or USER", place.name(),
                signature.opaque().orElse("ServletResponse")));
        return why;
    }

    /** Whether the application has said by what its responses differ, or that they do not: what the signature leaves open is settled. */
    private static boolean isNamed(CachePolicy policy, Cached cached) {
        return policy.scope() != Scope.AUTO || !policy.vary().isEmpty() || cached.key().length > 0;
    }

    private static Observed seen(CachePolicy policy, Cached cached, Signature signature, Place place) {
        Set<String> headers = new LinkedHashSet<>(signature.headers);
        if (Negotiation.hangsOnAccept(place.resource(), place.method())) {
            headers.add("accept");
        }
        boolean cookies = signature.cookies() && policy.scope() != Scope.USER && cached.key().length == 0;
        return new Observed(Set.copyOf(headers), signature.user(), false, cookies, false, false, false);
    }

    /** Two methods at one path never share a response, nor do they with what the servlet filter keeps. */
    private static KeyContributor identity(Place place) {
        return new MethodPart(Optional.of("jaxrs:" + place.resource().getName() + '#' + place.method().getName()
                + Arrays.toString(place.method().getParameterTypes())));
    }

    private record MethodPart(Optional<String> identity) implements KeyContributor {

        @Override
        public Optional<String> contribute(RequestView request) {
            return identity;
        }

        @Override
        public boolean tellsApart() {
            return false;
        }
    }

    private CachePolicy.Builder preset(Cached cached, Place place) {
        if (cached.policy().isEmpty()) {
            return CachePolicy.builder().name(place.name());
        }
        Optional<CachePolicy.Builder> preset = policies.named(cached.policy());
        if (preset.isEmpty()) {
            Set<String> known = policies.names();
            place.mistake("names the policy \"" + cached.policy() + "\", which the configuration does not have ("
                    + (known.isEmpty() ? "it has none" : "it has: " + String.join(", ", known.stream().sorted().toList())) + ")");
        }
        return preset.orElseGet(CachePolicy::builder);
    }

    private static void apply(Cached cached, CachePolicy.Builder builder, Place place) {
        duration("ttl", cached.ttl(), place, value -> builder.ttl(Durations.parse(value)));
        duration("clientTtl", cached.clientTtl(), place, value -> builder.clientTtl(Durations.parse(value)));
        duration("staleWhileRevalidate", cached.staleWhileRevalidate(), place,
                value -> builder.staleWhileRevalidate(Durations.parse(value)));
        duration("staleIfError", cached.staleIfError(), place, value -> builder.staleIfError(Durations.parse(value)));
        if (cached.scope().length > 1) {
            place.mistake("has more than one scope");
        } else if (cached.scope().length == 1) {
            builder.scope(cached.scope()[0]);
        }
        if (cached.query().length > 0 && cached.ignoreQuery().length > 0) {
            place.mistake("has both query and ignoreQuery; one of them says it all");
        } else if (cached.query().length > 0) {
            builder.query(List.of(cached.query()).equals(List.of("")) ? QueryKey.NONE : queryKey(QueryKey.Mode.ONLY, cached.query()));
        } else if (cached.ignoreQuery().length > 0) {
            builder.query(queryKey(QueryKey.Mode.IGNORE, cached.ignoreQuery()));
        }
        if (cached.vary().length > 0) {
            place.attempt("vary", () -> builder.vary(cached.vary()));
        }
        if (cached.tags().length > 0) {
            place.attempt("tags", () -> builder.tags(cached.tags()));
        }
        if (cached.statuses().length > 0) {
            place.attempt("statuses", () -> builder.statuses(Arrays.stream(cached.statuses()).boxed().toList()));
        }
    }

    private static QueryKey queryKey(QueryKey.Mode mode, String[] names) {
        return new QueryKey(mode, new LinkedHashSet<>(List.of(names)), false);
    }

    private static void duration(String member, String value, Place place, Consumer<String> setter) {
        if (!value.isEmpty()) {
            place.attempt(member, () -> setter.accept(value));
        }
    }

    private static MethodPlan evicts(List<Evict> evicts, Place place) {
        int before = place.mistakes().size();
        List<TagTemplate> tags = new ArrayList<>();
        List<TagTemplate> expire = new ArrayList<>();
        for (Evict evict : evicts) {
            List<TagTemplate> into = evict.soft() ? expire : tags;
            for (String tag : evict.tags()) {
                place.attempt("tags", () -> into.add(TagTemplate.parse(tag)));
            }
            for (String path : evict.paths()) {
                place.attempt("paths", () -> into.add(TagTemplate.parse(PATH_TAG + (path.startsWith("/") ? path : "/" + path))));
            }
        }
        if (tags.isEmpty() && expire.isEmpty() && place.mistakes().size() == before) {
            place.mistake("has @Evict, which names neither tags nor paths");
        }
        List<TagTemplate> all = new ArrayList<>(tags);
        all.addAll(expire);
        new PlanChecks(place::mistake).parameters(all, Signature.of(place.resource(), place.method()).named(), place.path());
        return place.mistakes().size() > before ? PLAIN : new MethodPlan.Evicts(tags, expire, hasParameters(all));
    }

    private static boolean hasParameters(List<TagTemplate> templates) {
        return templates.stream().anyMatch(template -> !template.parameters().isEmpty());
    }

    /** Makes instances of the classes that an annotation names. */
    private final class Made {
        private final Place place;

        Made(Place place) {
            this.place = place;
        }

        <T> Optional<T> unless(Class<? extends T> type, Class<T> unset) {
            return type == unset ? Optional.empty() : one(type);
        }

        <T> Optional<T> one(Class<? extends T> type) {
            try {
                return Optional.of(instances.<T>of(type));
            } catch (IllegalArgumentException e) {
                place.mistake("has an annotation that needs an instance: " + e.getMessage());
                return Optional.empty();
            }
        }
    }
}
