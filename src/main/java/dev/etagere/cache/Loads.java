package dev.etagere.cache;

import dev.etagere.cache.Flights.Alone;
import dev.etagere.cache.Flights.Flight;
import dev.etagere.cache.Flights.Follow;
import dev.etagere.cache.Flights.Lead;
import dev.etagere.cache.Flights.Ticket;
import dev.etagere.cache.Loaded.Source;
import dev.etagere.store.Entry;
import dev.etagere.store.Turn;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets what is not there. Every load takes its fence before it begins; what it brings is stored only over what was there then, and only if
 * nothing that it carries was evicted since; and whoever shares it looks whether it is still valid.
 */
final class Loads<V> {

    private static final Logger LOG = LoggerFactory.getLogger(Cache.class);

    private final String name;
    private final ItemShelf<V> shelf;
    private final CacheCounters counters;
    private final InstantSource time;
    private final Flights<Outcome<V>> flights;

    Loads(String name, ItemShelf<V> shelf, CacheCounters counters, InstantSource time) {
        this.name = name;
        this.shelf = shelf;
        this.counters = counters;
        this.time = time;
        this.flights = new Flights<>(shelf.options().maxWait(), shelf.options().waiters());
    }

    Flights<Outcome<V>> flights() {
        return flights;
    }

    /**
     * What a load brought, for those who share it.
     *
     * @param entry as which it was to be stored, whether it was or not
     */
    record Outcome<V>(@Nullable V value, Entry<Item> entry, Duration took) {
        Loaded<V> as(Source source, Duration waited) {
            return new Loaded<>(Optional.ofNullable(value), source, State.FRESH, took, waited);
        }
    }

    /** What is there, or what the loader brings. */
    <E extends Exception> Loaded<V> load(String key, Loader<? extends V, E> loader, Terms<V> terms) throws E {
        Instant began = time.instant();
        Optional<View<V>> seen = shelf.find(key);
        if (seen.isPresent() && isUsable(seen.get())) {
            counters.hits.increment();
            if (isToBeRefreshed(seen.get()) && flights.join(key) instanceof Lead<Outcome<V>> lead) {
                return refreshed(lead.flight(), key, loader, terms, seen.get(), began);
            }
            return seen.get().asLoaded(since(began));
        }
        counters.misses.increment();
        try {
            return shared(key, loader, terms, began);
        } catch (Exception failure) {
            Optional<View<V>> stale = afterFailure(key);
            if (stale.isPresent()) {
                told(key, failure);
                return stale.get().asLoaded(since(began));
            }
            throw failure;
        }
    }

    private boolean isUsable(View<V> view) {
        return view.isFresh() || view.isStaleWithin(shelf.options().staleWhileRevalidate());
    }

    private boolean isToBeRefreshed(View<V> view) {
        return !view.isFresh() || shelf.isDueEarly(view);
    }

    private Optional<View<V>> afterFailure(String key) {
        return shelf.options().staleIfError().isZero() ? Optional.empty()
                : shelf.find(key).filter(view -> view.isFresh() || view.isStaleWithin(shelf.options().staleIfError()));
    }

    private void told(String key, Throwable failure) {
        LOG.debug("A load in cache \"{}\" failed, what is there is used: {}", name, key, failure);
    }

    /** One caller loads and the others wait for it, within bounds. */
    private <E extends Exception> Loaded<V> shared(String key, Loader<? extends V, E> loader, Terms<V> terms, Instant began) throws E {
        long end = System.nanoTime() + shelf.options().maxWait().toNanos();
        while (true) {
            Ticket<Outcome<V>> ticket = flights.join(key);
            if (ticket instanceof Lead<Outcome<V>> lead) {
                return led(lead.flight(), key, loader, terms, began);
            }
            long left = end - System.nanoTime();
            if (ticket instanceof Alone<Outcome<V>> || left <= 0 || Thread.currentThread().isInterrupted()) {
                return run(Optional.empty(), key, loader, terms, stampOf(shelf.find(key)), shelf.region().fence())
                        .as(Source.LOADER, since(began));
            }
            Optional<Outcome<V>> handed = ((Follow<Outcome<V>>) ticket).flight().await(left);
            if (handed.isPresent() && shelf.region().isValid(handed.get().entry())) {
                return handed.get().as(Source.OTHER_CALLER, since(began));
            }
            Optional<View<V>> seen = shelf.find(key).filter(View::isFresh);
            if (seen.isPresent()) {
                return seen.get().asLoaded(since(began));
            }
        }
    }

    private <E extends Exception> Loaded<V> led(Flight<Outcome<V>> flight, String key, Loader<? extends V, E> loader, Terms<V> terms,
            Instant began) throws E {
        try {
            Optional<View<V>> again = shelf.find(key);
            if (again.isPresent() && again.get().isFresh()) {
                return again.get().asLoaded(since(began));
            }
            Turn turn = shelf.region().turn(key, shelf.options().maxWait());
            try {
                Optional<View<V>> now = turn.changed() ? shelf.find(key) : again;
                if (now.isPresent() && now.get().isFresh()) {
                    return now.get().asLoaded(since(began));
                }
                return run(Optional.of(flight), key, loader, terms, stampOf(now), shelf.region().fence()).as(Source.LOADER, since(began));
            } finally {
                turn.end();
            }
        } finally {
            flight.land(Optional.empty());
        }
    }

    /** What is used still, while it is loaded anew by this caller, or by the refresher; unless another node does that just now. */
    private Loaded<V> refreshed(Flight<Outcome<V>> flight, String key, Loader<? extends V, ?> loader, Terms<V> terms, View<V> seen,
            Instant began) {
        Fence fence = shelf.region().fence();
        if (shelf.options().refresher().isPresent()) {
            flight.detach();
            try {
                shelf.options().refresher().get().execute(() -> refresh(flight, key, loader, terms, seen, fence));
            } catch (RejectedExecutionException e) {
                flight.land(Optional.empty());
                told(key, e);
            }
            return seen.asLoaded(since(began));
        }
        return refresh(flight, key, loader, terms, seen, fence).map(outcome -> outcome.as(Source.LOADER, since(began)))
                .orElseGet(() -> seen.asLoaded(since(began)));
    }

    private Optional<Outcome<V>> refresh(Flight<Outcome<V>> flight, String key, Loader<? extends V, ?> loader, Terms<V> terms, View<V> seen,
            Fence fence) {
        Optional<Turn> turn = shelf.region().tryTurn(key, shelf.options().maxWait());
        try {
            boolean done = turn.isEmpty()
                    || shelf.find(key).filter(now -> now.isFresh() && !now.stamp().equals(seen.stamp())).isPresent();
            return done ? Optional.empty() : Optional.of(run(Optional.of(flight), key, loader, terms, Optional.of(seen.stamp()), fence));
        } catch (Exception failure) {
            told(key, failure);
            return Optional.empty();
        } finally {
            turn.ifPresent(Turn::end);
            flight.land(Optional.empty());
        }
    }

    /** Loads, whatever is there. */
    <E extends Exception> Loaded<V> anew(String key, Loader<? extends V, E> loader, Terms<V> terms) throws E {
        Instant began = time.instant();
        return run(Optional.empty(), key, loader, terms, stampOf(shelf.find(key)), shelf.region().fence()).as(Source.LOADER, since(began));
    }

    private <E extends Exception> Outcome<V> run(Optional<Flight<Outcome<V>>> flight, String key, Loader<? extends V, E> loader,
            Terms<V> terms, Optional<Object> over, Fence fence) throws E {
        Instant began = time.instant();
        boolean ended = false;
        try {
            V value = loader.load(key);
            ended = true;
            return finish(flight, key, value, terms, over, fence, since(began));
        } finally {
            if (!ended) {
                counters.loadFailures.increment();
            }
        }
    }

    private Outcome<V> finish(Optional<Flight<Outcome<V>>> flight, String key, @Nullable V value, Terms<V> terms, Optional<Object> over,
            Fence fence, Duration took) {
        counters.loads.increment();
        Entry<Item> entry = shelf.loaded(key, value, terms, fence, took.toMillis());
        boolean overtaken = flight.isPresent() && flight.get().overtaken();
        boolean kept = entry.deadline() > shelf.region().now();
        if (kept) {
            boolean stored = !overtaken && shelf.region().fill(entry, over);
            (stored ? counters.puts : counters.refused).increment();
        }
        Outcome<V> outcome = new Outcome<>(value, entry, took);
        flight.ifPresent(mine -> mine.land(Optional.of(outcome)));
        if (!kept && !overtaken && over.isPresent()) {
            // Nothing can be kept of what is true by now: that there is nothing any more, or what is too large.
            shelf.region().evict(Set.of(key));
        }
        return outcome;
    }

    /** As {@link #load}, without a thread that waits. */
    CompletionStage<Loaded<V>> loadAsync(String key, AsyncLoader<? extends V> loader, Terms<V> terms) {
        Instant began = time.instant();
        Optional<View<V>> seen = shelf.find(key);
        if (seen.isPresent() && isUsable(seen.get())) {
            counters.hits.increment();
            if (isToBeRefreshed(seen.get()) && flights.join(key) instanceof Lead<Outcome<V>> lead) {
                Optional<Turn> turn = shelf.region().tryTurn(key, shelf.options().maxWait());
                if (turn.isPresent()) {
                    begin(Optional.of(lead.flight()), turn.get(), key, loader, terms, Optional.of(seen.get().stamp()));
                } else {
                    lead.flight().land(Optional.empty());
                }
            }
            return CompletableFuture.completedStage(seen.get().asLoaded(since(began)));
        }
        counters.misses.increment();
        return sharedAsync(key, loader, terms, began).handle((loaded, failure) -> {
            if (failure == null) {
                return loaded;
            }
            return afterFailure(key).map(stale -> stale.asLoaded(since(began))).orElseThrow(() ->
                    failure instanceof CompletionException wrapped ? wrapped : new CompletionException(failure));
        });
    }

    private CompletionStage<Loaded<V>> sharedAsync(String key, AsyncLoader<? extends V> loader, Terms<V> terms, Instant began) {
        Ticket<Outcome<V>> ticket = flights.join(key);
        if (ticket instanceof Follow<Outcome<V>> follow) {
            return follow.flight().landing().thenCompose(handed ->
                    handed.isPresent() && shelf.region().isValid(handed.get().entry())
                            ? CompletableFuture.completedStage(handed.get().as(Source.OTHER_CALLER, since(began)))
                            : sharedAsync(key, loader, terms, began));
        }
        Optional<Flight<Outcome<V>>> flight = ticket instanceof Lead<Outcome<V>> lead ? Optional.of(lead.flight()) : Optional.empty();
        Optional<View<V>> again = shelf.find(key);
        if (again.isPresent() && again.get().isFresh()) {
            flight.ifPresent(mine -> mine.land(Optional.empty()));
            return CompletableFuture.completedStage(again.get().asLoaded(since(began)));
        }
        Turn turn = flight.isEmpty() ? Turn.OPEN : shelf.region().tryTurn(key, shelf.options().maxWait()).orElse(Turn.OPEN);
        return begin(flight, turn, key, loader, terms, stampOf(again)).thenApply(outcome -> outcome.as(Source.LOADER, since(began)));
    }

    private CompletionStage<Outcome<V>> begin(Optional<Flight<Outcome<V>>> flight, Turn turn, String key,
            AsyncLoader<? extends V> loader, Terms<V> terms, Optional<Object> over) {
        Fence fence = shelf.region().fence();
        Instant began = time.instant();
        flight.ifPresent(Flight::detach);
        CompletionStage<? extends V> stage;
        try {
            stage = loader.load(key);
        } catch (RuntimeException e) {
            stage = CompletableFuture.failedStage(e);
        }
        return stage.<Outcome<V>>handle((value, failure) -> {
            try {
                if (failure != null) {
                    counters.loadFailures.increment();
                    throw failure instanceof CompletionException wrapped ? wrapped : new CompletionException(failure);
                }
                return finish(flight, key, value, terms, over, fence, since(began));
            } finally {
                turn.end();
                flight.ifPresent(mine -> mine.land(Optional.empty()));
            }
        });
    }

    private Optional<Object> stampOf(Optional<View<V>> view) {
        return view.map(View::stamp);
    }

    private Duration since(Instant began) {
        Duration took = Duration.between(began, time.instant());
        return took.isNegative() ? Duration.ZERO : took;
    }
}
