package dev.etagere.config;

import dev.etagere.cache.CacheOptions;
import dev.etagere.cache.CacheOptions.Holding;
import dev.etagere.config.Node.Mapping;
import dev.etagere.config.Setting.Misread;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Reads what the file says of data caches, by their names. */
final class CachesReader {

    /** In the order in which messages list them. */
    static final List<String> SETTINGS = List.of("ttl", "tags", "version", "jitter", "earlyRefresh", "staleWhileRevalidate", "staleIfError",
            "negativeTtl", "values", "maxEntryBytes", "maxResults", "wait", "waiters");

    private static final Map<String, Holding> HOLDINGS = new TreeMap<>(Map.of("copied", Holding.COPIED, "shared", Holding.SHARED));

    private final Mistakes mistakes;
    private final Settings<?> into;

    CachesReader(Mistakes mistakes, Settings<?> into) {
        this.mistakes = mistakes;
        this.into = into;
    }

    Setting read(Setting setting) {
        if (setting.isNull()) {
            return setting;
        }
        if (!(setting.node() instanceof Mapping mapping)) {
            throw new Misread(setting, "takes settings by the name of the cache, such as users: { ttl: 10m }, not "
                    + setting.node().kind());
        }
        Section caches = Section.of(setting, mapping.entries().keySet(), mistakes);
        for (String name : caches.names()) {
            caches.take(name, one -> one, one -> into.cache(name, options -> read(one, options)));
        }
        return setting;
    }

    private CacheOptions<Object> read(Setting setting, CacheOptions<Object> defaults) {
        One one = new One(Section.of(setting, SETTINGS, mistakes), defaults);
        one.take("ttl", text -> text.as(Units::duration), CacheOptions::ttl);
        one.take("tags", text -> text.list(Setting::text), CacheOptions::tags);
        one.take("version", Setting::integer, CacheOptions::version);
        one.take("jitter", text -> text.as(Units::part), CacheOptions::jitter);
        one.take("earlyRefresh", text -> text.as(Units::part), CacheOptions::earlyRefresh);
        one.take("staleWhileRevalidate", text -> text.as(Units::duration), CacheOptions::staleWhileRevalidate);
        one.take("staleIfError", text -> text.as(Units::duration), CacheOptions::staleIfError);
        one.take("negativeTtl", text -> text.as(Units::duration), CacheOptions::negativeTtl);
        one.take("values", text -> text.choice(HOLDINGS), CacheOptions::holding);
        one.take("maxEntryBytes", text -> text.as(Units::size), CacheOptions::maxEntryBytes);
        one.take("maxResults", Setting::integer, CacheOptions::maxResults);
        one.take("wait", text -> text.as(Units::duration), CacheOptions::wait);
        one.take("waiters", Setting::integer, CacheOptions::waiters);
        return one.options;
    }

    /** The options of one cache, as far as they have been read. */
    private static final class One {

        private final Section section;
        private CacheOptions<Object> options;

        One(Section section, CacheOptions<Object> options) {
            this.section = section;
            this.options = options;
        }

        <T> void take(String name, Function<Setting, T> reader, BiFunction<CacheOptions<Object>, T, CacheOptions<Object>> taker) {
            section.take(name, reader, value -> options = taker.apply(options, value));
        }
    }
}
