package dev.etagere.recipes;

import dev.etagere.Etagere;
import dev.etagere.cache.Cache;
import dev.etagere.cache.CacheKeys;
import dev.etagere.cache.CacheOptions;
import dev.etagere.cache.CacheStatistics;
import dev.etagere.cache.Fence;
import dev.etagere.cache.FenceScope;
import dev.etagere.cache.Loaded;
import dev.etagere.cache.Memoized;
import dev.etagere.cache.Peek;
import dev.etagere.cache.TypeOf;
import dev.etagere.cache.WarmUp;
import dev.etagere.cache.WriteThrough;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The examples of {@code docs/data-cache.md}. */
final class Snippets {

    record User(String id, String name, String department) {
    }

    record Product(long id, int popularity) {
    }

    interface Users {
        User find(String id);

        void save(String id, User user);

        void delete(String id);

        default CompletionStage<User> findLater(String id) {
            return CompletableFuture.completedFuture(find(id));
        }
    }

    private Snippets() {
    }

    static String begin(Etagere etagere, Users repository) {
        User user = repository.find("7");
        // region begin
        Cache<User> users = etagere.cache("users", User.class);

        users.put("7", user, Duration.ofMinutes(10), "users", "department:3");
        Optional<User> hit = users.get("7");
        User loaded = users.get("7", key -> repository.find(key));
        Map<String, User> department = users.getByTag("department:3");

        long gone = users.evictByTag("department:3").count();
        // endregion
        return hit.orElseThrow().name() + loaded.name() + department.size() + gone + users.get("7").isPresent();
    }

    static void open(Etagere etagere) {
        // region open
        Cache<User> users = etagere.cache("users", User.class, options -> options
                .ttl(Duration.ofMinutes(10))
                .tags("users")
                .tagsOf(user -> List.of("department:" + user.department()))
                .negativeTtl(Duration.ofSeconds(5)));
        Cache<List<User>> lists = etagere.cache("lists", new TypeOf<List<User>>() { });
        Cache<User> drafts = etagere.cache("drafts", User.class, options -> options.holding(CacheOptions.Holding.COPIED));
        // endregion
        users.put("7", new User("7", "Ada", "3"));
        lists.put("all", List.of());
        drafts.put("7", new User("7", "Ada", "3"));
    }

    static String load(Cache<User> users, Users repository) {
        // region load
        Loaded<User> loaded = users.load("7", repository::find);
        Optional<User> value = loaded.value();          // empty: there is none
        boolean cached = loaded.cached();               // not loaded by this call or another
        Duration took = loaded.took();                  // how long this caller waited
        Loaded.Source source = loaded.source();         // NEAR, FAR, LOADER or OTHER_CALLER
        // endregion
        return value.isPresent() + " " + cached + " " + source + " " + took.isNegative();
    }

    static boolean loadLater(Cache<User> users, Users repository) {
        // region async
        CompletionStage<Optional<User>> later = users.loadAsync("7", repository::findLater).thenApply(Loaded::value);
        // endregion
        return later.toCompletableFuture().join().isPresent();
    }

    static String write(Cache<User> users, Users repository, User user) {
        // region write
        WriteThrough<User, RuntimeException> writes = users.writeThrough(repository::save);
        writes.put("7", user);                          // the repository first, then the cache
        writes.remove("7", repository::delete);
        // endregion
        return String.valueOf(users.get("7").isPresent());
    }

    static String others(Cache<User> users, User user) {
        // region others
        boolean first = users.putIfAbsent("7", user, Duration.ofMinutes(1));
        boolean there = users.touch("7", Duration.ofMinutes(10));       // prolongs, without writing the value
        User known = users.getOrDefault("8", user);
        Map<String, User> several = users.getAll(List.of("7", "8"));
        Map<String, User> both = users.getByAllTags("users", "department:3");
        Map<String, User> either = users.getByAnyTag("department:3", "department:4");
        // endregion
        return first + " " + there + " " + known.id() + several.size() + both.size() + either.size();
    }

    static void evict(Cache<User> users) {
        // region evict
        users.evict("7", "8");
        users.evictByTag("department:3");
        users.evictMatching("user:*");                  // rarely: tags are cheaper
        users.clear();
        users.expireByTag("department:3");              // softly: stale from now on
        // endregion
    }

    static OptionalLong count(Cache<User> users) {
        // region count
        OptionalLong logins = users.increment("logins:7", 1, Duration.ofHours(1), "department:3");
        // endregion
        return logins;
    }

    static Peek peek(Cache<User> users) {
        // region peek
        Peek peek = users.peek("7").orElseThrow();      // state, age, remaining, tags
        // endregion
        return peek;
    }

    static boolean memoize(Cache<String> results) {
        // region memoize
        Memoized<Product, String> describe = results.<Product>memoize("describe", product -> "A product " + product.id())
                .keyedBy(Product::id)
                .ttl((product, text) -> product.popularity() > 8 ? Duration.ofMinutes(5) : Duration.ofHours(2));

        Loaded<String> first = describe.call(new Product(7, 9));
        describe.evict(new Product(7, 9));
        describe.evictAll();
        // endregion
        return first.cached();
    }

    static List<String> keys() {
        // region keys
        String list = CacheKeys.of("materials", "list").key();                                    // materials:list
        String page = CacheKeys.of("search").with("query", "python").with("page", 1).key();       // search:page=1:query=python
        String own = CacheKeys.ofUser(42, "notifications").key();                                 // user=42:notifications
        String pattern = CacheKeys.ofUser(42).below();                                            // user=42:*
        // endregion
        return List.of(list, page, own, pattern);
    }

    static boolean fence(Etagere etagere, Cache<User> users, Users repository) {
        // region fence
        Fence before = etagere.fence();
        User read = repository.find("7");
        boolean stored;
        try (FenceScope scope = etagere.fenceScope(before)) {
            stored = users.put("7", read);              // not if it was evicted since it was read
        }
        // endregion
        return stored;
    }

    static String warmUp(Cache<User> users, Users repository) {
        // region warmUp
        WarmUp result = users.warmUp(List.of("1", "2", "3"), repository::find);
        String told = result.done() + " of " + result.keys() + " done";
        // endregion
        return told;
    }

    static double statistics(Cache<User> users) {
        // region statistics
        CacheStatistics statistics = users.statistics();
        double rate = statistics.hitRate();
        users.resetStatistics();
        // endregion
        return rate;
    }
}
