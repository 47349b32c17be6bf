package dev.etagere.store.redis;

import dev.etagere.store.Change;
import dev.etagere.store.SharedData.Over;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** All is on one server: each step is one script, and nothing comes between. */
final class InOneStep extends DataSteps {

    private static final long LATER = 4;

    InOneStep(RedisBackend backend, String region) {
        super(backend, region);
    }

    @Override
    List<Optional<Weighed>> weigh(List<String> some) {
        List<@Nullable Object> replies = some.size() == 1
                ? Arrays.asList(link.run(DataScripts.GET, named(some.get(0), keys.table()), List.of()))
                : link.runAll(DataScripts.GET, some.stream().map(key -> named(key, keys.table())).toList(),
                        some.stream().map(key -> List.<byte[]>of()).toList());
        List<Optional<Weighed>> found = new ArrayList<>();
        for (int i = 0; i < some.size(); i++) {
            found.add(weighed(some.get(i), replies.get(i)));
        }
        return found;
    }

    private Optional<Weighed> weighed(String key, @Nullable Object reply) {
        if (!(reply instanceof List<?> parts) || parts.size() < 2 || !isThere(parts.get(0))
                || matches(parts.subList(2, parts.size()), key)) {
            return Optional.empty();
        }
        return decoded(key, (byte[]) parts.get(1)).map(value -> new Weighed(value, isExpired(parts.get(0))));
    }

    @Override
    OptionalLong place(Draft draft, Over over) {
        String key = draft.entry().key();
        Change change = change(key);
        byte[] told = over instanceof Over.Gap ? NOTHING : LogCodec.encode(change);
        byte[] dead = NOTHING;
        byte[] matched = position(draft.entry().fence());
        byte[] matchedThere = NOTHING;
        byte[] known = number(draft.known());
        List<byte[]> names = named(key, keys.clock());
        names.addAll(indexes(draft.entry().tags()));
        while (true) {
            List<?> reply = list(link.run(DataScripts.PLACE, names, List.of(draft.bytes(), number(draft.keep()), now(), expected(over),
                    dead, matched, matchedThere, told, since(), maxLog(), Wire.bytes(key), ascii(keys.indexes()), known)));
            long outcome = longAt(reply, 0);
            if (outcome == DONE) {
                long number = longAt(reply, 1);
                if (told.length > 0) {
                    made(change, draft.entry().epoch(), number, reply.get(2));
                }
                return OptionalLong.of(number);
            }
            if (outcome == LATER) {
                draft.checkTime();
                known = number(longAt(reply, 1));
                continue;
            }
            if (outcome != ASKS) {
                return OptionalLong.empty();
            }
            boolean isNew = ClockCalls.textOf(reply.get(1)).equals("new");
            boolean matches = matches(reply.get(2), key);
            if (isNew && matches) {
                return OptionalLong.empty();
            }
            byte[] upTo = position(longAt(reply, 3));
            matched = isNew ? upTo : matched;
            dead = !isNew && matches ? (byte[]) reply.get(1) : dead;
            matchedThere = !isNew && !matches ? upTo : matchedThere;
        }
    }

    private static byte[] expected(Over over) {
        if (over instanceof Over.That that) {
            return ascii(that.stamp().toString());
        }
        return ascii(over instanceof Over.Anything ? "any" : "none");
    }

    @Override
    boolean touch(String key, long deadline, long keep) {
        Change change = change(key);
        byte[] matched = NOTHING;
        while (true) {
            long epoch = mirror().epoch();
            List<?> reply = list(link.run(DataScripts.TOUCH, named(key, keys.clock()), List.of(digits(deadline), number(keep), now(),
                    matched, LogCodec.encode(change), since(), maxLog(), Wire.bytes(key), ascii(keys.indexes()))));
            long outcome = longAt(reply, 0);
            if (outcome == DONE) {
                if (reply.size() > 1) {
                    made(change, epoch, longAt(reply, 1), reply.get(2));
                }
                return true;
            }
            if (outcome != ASKS || matches(reply.get(2), key)) {
                return false;
            }
            matched = position(longAt(reply, 3));
        }
    }

    @Override
    long drop(List<String> some) {
        List<@Nullable Object> replies = dropAll(some, "go");
        long there = 0;
        for (int i = 0; i < some.size(); i++) {
            List<?> reply = list(replies.get(i));
            there += longAt(reply, 0) == DONE && !matches(reply.get(1), some.get(i)) ? 1 : 0;
        }
        return there;
    }

    @Override
    void sweep(List<String> some) {
        dropAll(some, "stay");
    }

    private List<@Nullable Object> dropAll(List<String> some, String valid) {
        return link.runAll(DataScripts.DROP, some.stream().map(key -> named(key, keys.table())).toList(), some.stream()
                .map(key -> List.of(now(), Wire.bytes(key), ascii(keys.indexes()), ascii(valid))).toList());
    }

    private List<byte[]> named(String key, List<byte[]> clock) {
        return with(keys.data(region, key), clock);
    }
}
