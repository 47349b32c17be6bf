package dev.etagere.sample.shop;

import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Fills an empty database: eight categories of twenty-five products, three customers and their orders, the same at every start. */
final class Seed {

    private static final long RANDOM_SEED = 20261121L;
    private static final Instant OPENING = Instant.parse("2026-01-05T09:00:00Z");
    private static final List<String> MATERIALS = List.of("Oak", "Walnut", "Ash", "Steel", "Linen");
    private static final List<String> LINES = List.of("Alba", "Brisa", "Corte", "Duna", "Estel");

    private record Shelf(String id, String name, int basePrice, String use, List<String> things) {
    }

    private static final List<Shelf> SHELVES = List.of(
            new Shelf("shelves", "Shelves", 89, "for what deserves to be seen",
                    List.of("wall shelf", "ladder shelf", "corner shelf", "bookcase", "display shelf")),
            new Shelf("desks", "Desks", 249, "for long afternoons of work",
                    List.of("writing desk", "standing desk", "trestle desk", "wall desk", "secretary")),
            new Shelf("chairs", "Chairs", 119, "for every table in the house",
                    List.of("dining chair", "armchair", "stool", "bench", "rocking chair")),
            new Shelf("lamps", "Lamps", 59, "for the hours after sunset",
                    List.of("desk lamp", "floor lamp", "pendant lamp", "wall lamp", "reading lamp")),
            new Shelf("storage", "Storage", 39, "for what is better out of sight",
                    List.of("chest", "crate", "basket", "trunk", "drawer unit")),
            new Shelf("kitchen", "Kitchen", 24, "for cooks with little room",
                    List.of("plate rack", "spice rack", "cutting board", "bottle rack", "trolley")),
            new Shelf("garden", "Garden", 69, "for balconies and beds, in any weather",
                    List.of("planter", "garden table", "garden bench", "trellis", "plant stand")),
            new Shelf("decor", "Décor", 19, "for the last empty corner",
                    List.of("mirror", "picture ledge", "vase stand", "coat hook", "bookend")));

    private Seed() {
    }

    /** Fills it whole, and once: where several nodes start at the same time, the others wait. */
    static void fill(Database database) {
        database.oneAtATime(() -> {
            if (isEmpty(database)) {
                database.run(entities -> {
                    Random random = new Random(RANDOM_SEED);
                    purchases(entities, random, products(entities, random));
                });
            }
        });
    }

    private static boolean isEmpty(Database database) {
        return database.call(entities -> entities.createQuery("select count(c) from Category c", Long.class).getSingleResult() == 0);
    }

    private static List<StoredProduct> products(EntityManager entities, Random random) {
        List<StoredProduct> products = new ArrayList<>();
        for (Shelf shelf : SHELVES) {
            StoredCategory category = new StoredCategory(shelf.id(), shelf.name());
            entities.persist(category);
            for (String thing : shelf.things()) {
                for (int i = 0; i < MATERIALS.size(); i++) {
                    String name = MATERIALS.get(i) + " " + thing + " " + LINES.get((i + thing.length()) % LINES.size());
                    BigDecimal price = BigDecimal.valueOf(shelf.basePrice() * (60L + random.nextInt(120)) + 99, 2);
                    ProductRow row = new ProductRow(products.size() + 1, name, shelf.id(), price, random.nextInt(60));
                    StoredProduct product = new StoredProduct(row, category, description(shelf, thing, MATERIALS.get(i), random), OPENING);
                    products.add(product);
                    entities.persist(product);
                }
            }
        }
        return products;
    }

    private static String description(Shelf shelf, String thing, String material, Random random) {
        int width = 30 + random.nextInt(120);
        int height = 20 + random.nextInt(160);
        return "A " + thing + " in " + material.toLowerCase(Locale.ROOT) + ", " + shelf.use() + ". " + width + " cm wide, " + height
                + " cm high; ships flat and goes together in minutes.";
    }

    private static void purchases(EntityManager entities, Random random, List<StoredProduct> products) {
        List<StoredCustomer> customers = List.of(new StoredCustomer("ana", "Ana Prado", Offer.HOME),
                new StoredCustomer("ben", "Ben Okafor", Offer.HOME), new StoredCustomer("cleo", "Cleo Lindqvist", Offer.TRADE));
        customers.forEach(entities::persist);
        Instant placed = OPENING;
        for (int i = 0; i < 60; i++) {
            placed = placed.plus(3 + random.nextInt(60), ChronoUnit.HOURS).plus(random.nextInt(60), ChronoUnit.MINUTES);
            StoredCustomer customer = customers.get(random.nextInt(customers.size()));
            entities.persist(new StoredPurchase(customer, placed, products.get(random.nextInt(products.size())), 1 + random.nextInt(4)));
        }
    }
}
