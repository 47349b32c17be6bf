package dev.etagere.sample;

import static dev.etagere.sample.Client.as;
import static dev.etagere.sample.Client.header;
import static dev.etagere.sample.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.Etagere;
import dev.etagere.sample.Client.Answer;
import dev.etagere.sample.Client.Extra;
import dev.etagere.sample.shop.Loads.What;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * By whatever way a product changes, the next request for what shows it is answered from the database, once, and that for anything else is
 * not: the loads are counted where they are made.
 */
abstract class LoadsContract {

    private static final List<String> CUSTOMERS = List.of("ana", "ben", "cleo");
    private static final List<String> SHELVES =
            List.of("shelves", "desks", "chairs", "lamps", "storage", "kitchen", "garden", "decor");

    private Running running;
    private Client client;

    abstract Running start() throws Exception;

    @BeforeEach
    void open() throws Exception {
        running = start();
        client = new Client(running.uri());
    }

    @AfterEach
    void close() throws Exception {
        running.close();
    }

    /** Changes a product in one of the ways there are. */
    @FunctionalInterface
    private interface Change {
        void make(int product, JsonNode before) throws Exception;
    }

    @Test
    void aChangeThroughTheApiIsLoadedOnceByWhatShowsItAndByNothingElse() throws Exception {
        isSeenWhereItShowsAndNowhereElse((product, before) -> client.get("api/products/" + product, as("admin"),
                json("PUT", change(before, before.get("category").asString(), "77.70"))).hasStatus(200));
        assertThat(client.get("api/products/" + ordered()).json().get("price").asDouble()).isEqualTo(77.7);
    }

    @Test
    void aChangeThroughTheFormIsLoadedOnceByWhatShowsItAndByNothingElse() throws Exception {
        isSeenWhereItShowsAndNowhereElse((product, before) -> {
            String form = client.get("admin/products/" + product, as("admin")).hasStatus(200).text();
            String token = form.replaceFirst("(?s).*name=\"csrf\" value=\"([^\"]*)\".*", "$1");
            client.get("admin/products/" + product, as("admin"), Client.form(Map.of("csrf", token, "name", before.get("name").asString(),
                    "category", before.get("category").asString(), "price", "77.70", "stock", "5"))).hasStatus(303);
        });
        assertThat(client.get("api/products/" + ordered()).json().get("price").asDouble()).isEqualTo(77.7);
    }

    @Test
    void aDeliveryInTheBackgroundIsLoadedOnceByWhatShowsItAndByNothingElse() throws Exception {
        int stock = client.get("api/products/" + ordered()).json().get("stock").asInt();
        isSeenWhereItShowsAndNowhereElse((product, before) -> {
            String path = "api/products/" + product + "/deliveries";
            client.get(path, as("admin"), json("POST", "{\"quantity\": 12}")).hasStatus(202);
            Answer arrived = client.until(path, answer -> answer.text().contains("ARRIVED"));
            assertThat(arrived.isNotCached().text()).contains("ARRIVED");
        });
        assertThat(client.get("api/products/" + ordered()).json().get("stock").asInt()).isEqualTo(stock + 12);
    }

    private void isSeenWhereItShowsAndNowhereElse(Change change) throws Exception {
        int product = ordered();
        Set<String> buyers = Set.copyOf(running.shop().orders().customersOf(product));
        assertThat(buyers).as("somebody has ordered it, and somebody has not").isNotEmpty().isNotEqualTo(Set.copyOf(CUSTOMERS));
        JsonNode before = client.get("api/products/" + product).json();
        String shelf = before.get("category").asString();
        Map<String, Extra[]> all = everything(product);
        for (Map.Entry<String, Extra[]> one : all.entrySet()) {
            client.get(path(one.getKey()), one.getValue()).hasStatus(200);
            client.get(path(one.getKey()), one.getValue()).hasStatus(200).isHit();
        }

        change.make(product, before);

        Map<What, Long> start = loads();
        for (Map.Entry<String, Extra[]> one : all.entrySet()) {
            Answer answer = client.get(path(one.getKey()), one.getValue()).hasStatus(200);
            if (shows(one.getKey(), product, shelf, buyers)) {
                answer.isMiss();
            } else {
                answer.isHit();
            }
        }
        Map<What, Long> once = loadsSince(start);
        assertThat(once).as("loads after the change").containsEntry(What.PRODUCT, 2L).containsEntry(What.LIST, 3L)
                .containsEntry(What.DASHBOARD, (long) buyers.size()).containsEntry(What.CATEGORIES, 0L)
                .containsEntry(What.DEPARTMENT, 0L);

        for (Map.Entry<String, Extra[]> one : all.entrySet()) {
            client.get(path(one.getKey()), one.getValue()).hasStatus(200).isHit();
        }
        assertThat(loadsSince(start)).as("loads after everybody has asked again").isEqualTo(once);
    }

    /** What is kept, by a name of its own; behind the blank stands who asks. */
    private static Map<String, Extra[]> everything(int product) {
        Map<String, Extra[]> all = new LinkedHashMap<>();
        for (int id : new int[] {product, product == 200 ? 1 : product + 1}) {
            all.put("api/products/" + id, new Extra[0]);
            all.put("api/products/" + id + " cleo", new Extra[] {as("cleo")});
        }
        all.put("api/products", new Extra[0]);
        for (String shelf : SHELVES) {
            all.put("api/products?category=" + shelf, new Extra[0]);
            all.put("api/products?category=" + shelf + "&sort=-price", new Extra[0]);
        }
        CUSTOMERS.forEach(customer -> all.put("api/dashboard " + customer, new Extra[] {as(customer)}));
        all.put("api/categories", new Extra[0]);
        return all;
    }

    private static String path(String name) {
        return name.split(" ")[0];
    }

    private static boolean shows(String name, int product, String shelf, Set<String> buyers) {
        if (name.startsWith("api/dashboard ")) {
            return buyers.contains(name.substring("api/dashboard ".length()));
        }
        return path(name).equals("api/products/" + product) || path(name).equals("api/products")
                || path(name).matches("api/products\\?category=" + shelf + "(&.*)?");
    }

    @Test
    void aMoveIsSeenInTheListsOfTheOldAndTheNewCategoryAndInTheCategoriesAlone() throws Exception {
        int product = ordered();
        JsonNode before = client.get("api/products/" + product).json();
        String from = before.get("category").asString();
        String to = from.equals("garden") ? "lamps" : "garden";
        for (String shelf : SHELVES) {
            client.get("api/products?category=" + shelf).hasStatus(200);
        }
        client.get("api/categories").hasStatus(200);

        client.get("api/products/" + product, as("admin"), json("PUT", change(before, to, "9.00"))).hasStatus(200);

        Map<What, Long> start = loads();
        for (String shelf : SHELVES) {
            Answer list = client.get("api/products?category=" + shelf).hasStatus(200);
            assertThat(list.json()).hasSize(shelf.equals(from) ? 24 : shelf.equals(to) ? 26 : 25);
        }
        client.get("api/categories").isMiss();
        assertThat(loadsSince(start)).containsEntry(What.LIST, 2L).containsEntry(What.CATEGORIES, 1L);
    }

    @Test
    void aRequestWithTheVersionOfTheRowGets304WithoutALoadOfTheProduct() throws Exception {
        String etag = client.get("api/products/7").hasStatus(200).header("ETag").orElseThrow();
        evictAll();
        Map<What, Long> start = loads();

        client.get("api/products/7", header("If-None-Match", etag)).hasStatus(304);
        assertThat(loadsSince(start)).containsEntry(What.VERSION, 1L).containsEntry(What.PRODUCT, 0L);

        client.get("api/products/7", as("admin"), json("PUT", change(client.get("api/products/7").json(), "shelves", "2.50")))
                .hasStatus(200);
        assertThat(client.get("api/products/7", header("If-None-Match", etag)).hasStatus(200).header("ETag")).isNotEqualTo(etag);
    }

    @Test
    void customersOfOneDepartmentShareAPageAndThoseOfAnotherHaveTheirOwn() throws Exception {
        client.get("api/products/7").isMiss();
        client.get("api/products/7", as("ana")).isHit();
        client.get("api/products/7", as("ben")).isHit();
        Answer trade = client.get("api/products/7", as("cleo")).isMiss();
        assertThat(trade.json().get("offer").get("department").asString()).isEqualTo("trade");
        assertThat(trade.header("ETag")).isNotEqualTo(client.get("api/products/7").header("ETag"));
        assertThat(client.get("api/products/7").isHit().json().get("offer").get("department").asString()).isEqualTo("home");

        running.shop().orders().move("ben", "trade");
        Map<What, Long> start = loads();
        assertThat(client.get("api/products/7", as("ben")).isHit().text()).isEqualTo(trade.text());
        assertThat(loadsSince(start)).as("where ben belongs now").containsEntry(What.DEPARTMENT, 1L).containsEntry(What.PRODUCT, 0L);
    }

    @Test
    void whoHasNotTheRightPasswordGetsNoHitOfTheCatalogueEither() throws Exception {
        client.get("api/products/7").hasStatus(200);
        client.get("api/products/7", header("Authorization", "Basic Y2xlbzp3cm9uZw==")).hasStatus(401);
    }

    /** A product that some customers have ordered, and others have not. */
    private int ordered() throws Exception {
        for (JsonNode product : StreamSupport.stream(client.get("api/products").json().spliterator(), false).toList()) {
            int buyers = running.shop().orders().customersOf(product.get("id").asInt()).size();
            if (buyers > 0 && buyers < CUSTOMERS.size()) {
                return product.get("id").asInt();
            }
        }
        throw new AssertionError("no such product");
    }

    private static void evictAll() {
        Etagere.opened().forEach(Etagere::evictAll);
    }

    private Map<What, Long> loads() {
        Map<What, Long> loads = new EnumMap<>(What.class);
        for (What what : What.values()) {
            loads.put(what, running.shop().loads().of(what));
        }
        return loads;
    }

    private Map<What, Long> loadsSince(Map<What, Long> start) {
        Map<What, Long> now = loads();
        now.replaceAll((what, count) -> count - start.get(what));
        return now;
    }

    private static String change(JsonNode product, String category, String price) {
        return "{\"name\": \"%s\", \"category\": \"%s\", \"price\": %s, \"stock\": 5}".formatted(product.get("name").asString(), category,
                price);
    }
}
