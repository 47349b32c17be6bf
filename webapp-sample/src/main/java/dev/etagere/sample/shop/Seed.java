package dev.etagere.sample.shop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Fills an empty database: eight categories of twenty-five products, three customers and their orders, the same at every start. */
final class Seed {

    private static final long RANDOM_SEED = 20261121L;
    private static final OffsetDateTime OPENING = OffsetDateTime.of(2026, 1, 5, 9, 0, 0, 0, ZoneOffset.UTC);
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

    static void fill(Sql sql) {
        sql.transaction(connection -> {
            for (String statement : schema().split(";")) {
                if (!statement.isBlank()) {
                    Sql.update(connection, statement);
                }
            }
            Random random = new Random(RANDOM_SEED);
            List<ProductRow> products = products(connection, random);
            purchases(connection, random, products);
            return products.size();
        });
    }

    private static List<ProductRow> products(Connection connection, Random random) throws SQLException {
        List<ProductRow> products = new ArrayList<>();
        for (Shelf shelf : SHELVES) {
            Sql.update(connection, "insert into category (id, name) values (?, ?)", shelf.id(), shelf.name());
            for (String thing : shelf.things()) {
                for (int i = 0; i < MATERIALS.size(); i++) {
                    String name = MATERIALS.get(i) + " " + thing + " " + LINES.get((i + thing.length()) % LINES.size());
                    BigDecimal price = BigDecimal.valueOf(shelf.basePrice() * (60L + random.nextInt(120)) + 99, 2);
                    ProductRow product = new ProductRow(products.size() + 1, name, shelf.id(), price, random.nextInt(60));
                    products.add(product);
                    Sql.update(connection,
                            "insert into product (id, name, category, price, stock, description, changed) values (?, ?, ?, ?, ?, ?, ?)",
                            product.id(), name, shelf.id(), price, product.stock(),
                            description(shelf, thing, MATERIALS.get(i), random), OPENING);
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

    private static void purchases(Connection connection, Random random, List<ProductRow> products) throws SQLException {
        String[][] customers = {{"ana", "Ana Prado"}, {"ben", "Ben Okafor"}, {"cleo", "Cleo Lindqvist"}};
        for (String[] customer : customers) {
            Sql.update(connection, "insert into customer (login, name) values (?, ?)", customer[0], customer[1]);
        }
        OffsetDateTime placed = OPENING;
        for (int i = 0; i < 60; i++) {
            placed = placed.plusHours(3 + random.nextInt(60)).plusMinutes(random.nextInt(60));
            Orders.insert(connection, customers[random.nextInt(customers.length)][0], placed, products.get(random.nextInt(products.size())),
                    1 + random.nextInt(4));
        }
    }

    private static String schema() {
        try (InputStream in = Seed.class.getResourceAsStream("schema.sql")) {
            if (in == null) {
                throw new IllegalStateException("schema.sql is missing beside " + Seed.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
