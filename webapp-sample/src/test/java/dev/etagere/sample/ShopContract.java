package dev.etagere.sample;

import static dev.etagere.sample.Client.as;
import static dev.etagere.sample.Client.form;
import static dev.etagere.sample.Client.header;
import static dev.etagere.sample.Client.json;
import static dev.etagere.sample.Client.method;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.sample.Client.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the sample promises, on whatever container it runs; each test has a shop of its own. */
abstract class ShopContract {

    static final Path WEBAPP = Path.of("src/main/webapp");

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

    @Test
    void theSecondRequestIsAHitWithAgeAndETagAndCacheControl() throws Exception {
        Answer miss = client.get("api/report").hasStatus(200).isMiss();
        Answer hit = client.get("api/report").hasStatus(200).isHit();

        assertThat(hit.text()).isEqualTo(miss.text());
        assertThat(hit.header("Age")).get().asString().matches("\\d+");
        assertThat(miss.header("ETag")).isPresent().isEqualTo(hit.header("ETag"));
        assertThat(hit.header("Cache-Control")).get().asString().contains("public").containsPattern("max-age=(30|29|28)");
    }

    @Test
    void aKnownETagIsAnsweredWith304AndNoContent() throws Exception {
        String etag = client.get("api/products/7").hasStatus(200).header("ETag").orElseThrow();

        Answer same = client.get("api/products/7", header("If-None-Match", etag)).hasStatus(304).isHit();
        assertThat(same.text()).isEmpty();
        assertThat(same.header("ETag")).contains(etag);
        client.get("api/products/7", header("If-None-Match", "\"another\"")).hasStatus(200);
    }

    @Test
    void browsersAreToldToAskForTheCatalogueEachTime() throws Exception {
        assertThat(client.get("api/products").isMiss().header("Cache-Control")).contains("public, max-age=0");
        assertThat(client.get("api/products").isHit().header("Cache-Control")).contains("public, max-age=0");
    }

    @Test
    void aChangeThroughTheFormIsSeenByTheNextRequest() throws Exception {
        warm("api/products", "api/products?category=shelves&sort=price", "api/products/7", "api/products/8", "api/categories");

        Answer saved = client.get("admin/products/7", as("admin"), form(fields(7, Map.of("name", "Renamed", "price", "1.50"))));
        saved.hasStatus(303);
        assertThat(saved.header("Location")).get().asString().endsWith("/admin?saved=7");

        Answer detail = client.get("api/products/7").hasStatus(200).isMiss();
        assertThat(detail.json().get("name").asString()).isEqualTo("Renamed");
        assertThat(detail.json().get("price").asDouble()).isEqualTo(1.5);
        assertThat(client.get("api/products").isMiss().text()).contains("Renamed");
        assertThat(client.get("api/products?category=shelves&sort=price").isMiss().json().get(0).get("name").asString())
                .isEqualTo("Renamed");
        client.get("api/products/8").isHit();
        client.get("api/categories").isHit();
        assertThat(client.get("admin?saved=7", as("admin")).text()).contains("Saved: Renamed");
    }

    @Test
    void aChangeThroughTheApiIsSeenByTheNextRequestAndThrowsAwayNothingElse() throws Exception {
        client.get("api/dashboard", as("ana")).isMiss();
        warm("api/products", "api/products/7", "api/products/8", "api/categories", "api/report");

        client.get("api/products/7", as("admin"), json("PUT", change("Renamed", "shelves", "2.25", "3"))).hasStatus(200);

        assertThat(client.get("api/products/7").isMiss().json().get("stock").asInt()).isEqualTo(3);
        assertThat(client.get("api/products").isMiss().text()).contains("Renamed");
        client.get("api/products/8").isHit();
        client.get("api/categories").isHit();
        client.get("api/dashboard", as("ana")).isHit();
    }

    @Test
    void theReportIsOnlyExpiredByAChangeAndGoesOutAtOnceWhileItIsMadeAnew() throws Exception {
        assertThat(client.get("api/report").isMiss().json().get("run").asInt()).isEqualTo(1);
        client.get("api/products/7", as("admin"), json("PUT", change("Renamed", "shelves", "2.25", "3"))).hasStatus(200);

        Answer stale = client.get("api/report").hasStatus(200);
        assertThat(stale.json().get("run").asInt()).as("the report of before").isEqualTo(1);
        assertThat(stale.cacheStatus()).contains("; hit");

        Answer anew = client.until("api/report", answer -> answer.json().get("run").asInt() > 1);
        assertThat(anew.json().get("run").asInt()).as("made anew in the background, once").isEqualTo(2);
    }

    @Test
    void aMoveToAnotherCategoryIsSeenInTheCategories() throws Exception {
        warm("api/categories");
        client.get("api/products/7", as("admin"), json("PUT", change("Moved", "garden", "9.00", "3"))).hasStatus(200);

        JsonNode categories = client.get("api/categories").isMiss().json();
        assertThat(categories).filteredOn(category -> category.get("id").asString().equals("garden"))
                .extracting(category -> category.get("products").asInt()).containsExactly(26);

        client.get("admin/products/7", as("admin"), form(fields(7, Map.of("category", "lamps")))).hasStatus(303);
        assertThat(client.get("api/categories").isMiss().json())
                .filteredOn(category -> category.get("id").asString().equals("lamps"))
                .extracting(category -> category.get("products").asInt()).containsExactly(26);
    }

    @Test
    void aPurchaseIsSeenOnTheShelfAndByItsBuyerAlone() throws Exception {
        client.get("api/dashboard", as("ben")).isMiss();
        int stock = client.get("api/products/7").json().get("stock").asInt();
        int orders = client.get("api/dashboard", as("ana")).isMiss().json().get("orders").asInt();

        client.get("api/products/7/purchases", as("ana"), json("POST", "{\"quantity\": 2}")).hasStatus(201);

        assertThat(client.get("api/products/7").json().get("stock").asInt()).isEqualTo(stock - 2);
        assertThat(client.get("api/dashboard", as("ana")).json().get("orders").asInt()).isEqualTo(orders + 1);
        client.get("api/dashboard", as("ben")).isHit();
        client.get("api/products/7/purchases", as("ana"), json("POST", "{\"quantity\": 100}")).hasStatus(409);
    }

    @Test
    void nobodySeesTheDashboardOfAnother() throws Exception {
        String ana = client.get("api/dashboard", as("ana")).isMiss().text();
        String ben = client.get("api/dashboard", as("ben")).isMiss().text();

        assertThat(ana).contains("Ana Prado");
        assertThat(ben).contains("Ben Okafor");
        assertThat(client.get("api/dashboard", as("ana")).isHit().text()).isEqualTo(ana);
        assertThat(client.get("api/dashboard", as("ben")).isHit().text()).isEqualTo(ben);
        assertThat(client.get("api/dashboard", as("ben")).header("Cache-Control")).get().asString().contains("private");
        assertThat(client.get("api/dashboard", as("ben")).header("Cache-Tag")).as("is the cache's alone").isEmpty();
    }

    @Test
    void whoIsNotSignedInGets401WhateverIsCached() throws Exception {
        client.get("api/dashboard", as("ana")).isMiss();
        client.get("api/dashboard", as("ana")).isHit();

        client.get("api/dashboard").hasStatus(401);
        client.get("api/dashboard", header("Authorization", "Basic YW5hOndyb25n")).hasStatus(401);
        client.get("api/dashboard", as("admin")).hasStatus(403);
        client.get("api/dashboard", as("ana")).hasStatus(200);
    }

    @Test
    void theReportIsSlowOnceForAllWhoAskTogether() throws Exception {
        List<CompletableFuture<Answer>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(client.later("api/report"));
        }
        for (CompletableFuture<Answer> one : all) {
            assertThat(one.get().hasStatus(200).json().get("run").asInt()).isEqualTo(1);
        }
        Answer hit = client.get("api/report").isHit();
        assertThat(hit.json().get("tookMillis").asInt()).as("milliseconds that it took to make").isGreaterThanOrEqualTo(790);
    }

    @Test
    void theCatalogueIsTheSameForThoseWhoAreSignedIn() throws Exception {
        warm("api/products/7");
        client.get("api/products/7", as("ana")).isHit();
    }

    @Test
    void parametersThatDoNotCountAndTheOrderOfThoseThatDoMakeNoDifference() throws Exception {
        warm("api/products?category=lamps&sort=price");
        client.get("api/products?sort=price&utm_source=letter&category=lamps").isHit();
        assertThat(client.get("api/products?category=lamps&sort=-price").isMiss().json()).hasSize(25);
    }

    @Test
    void headIsAnsweredFromTheEntryOfGet() throws Exception {
        Answer get = client.get("api/products/7").isMiss();
        Answer head = client.get("api/products/7", method("HEAD")).hasStatus(200).isHit();
        assertThat(head.text()).isEmpty();
        assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
        assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
    }

    @Test
    void fieldsOfFiltersBeforeTheCacheAreOnHitsAsOnMisses() throws Exception {
        for (int i = 0; i < 2; i++) {
            Answer answer = client.get("api/products/7");
            assertThat(answer.response().headers().allValues("Content-Security-Policy")).hasSize(1);
            assertThat(answer.response().headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        }
    }

    @Test
    void aFormWithoutItsTokenOrWithSomeoneElsesIsRefused() throws Exception {
        warm("api/products/7");
        Map<String, String> fields = fields(7, Map.of("name", "Forged"));
        for (String token : List.of("", "1.x", "99999999999.AAAA", fields.get("csrf") + "x", fields.get("csrf").replaceFirst("^.", "9"))) {
            Map<String, String> forged = new LinkedHashMap<>(fields);
            forged.put("csrf", token);
            client.get("admin/products/7", as("admin"), form(forged)).hasStatus(403);
        }
        client.get("api/products/7").isHit();
        client.get("admin/products/7", as("admin"), form(fields)).hasStatus(303);
    }

    @Test
    void aFormWithMistakesComesBackWithThemAndEvictsNothing() throws Exception {
        warm("api/products/7");
        Map<String, String> mistakes = Map.of("name", "<b>\"x\"", "price", "cheap", "stock", "-1");
        Answer refused = client.get("admin/products/7", as("admin"), form(fields(7, mistakes))).hasStatus(400);

        assertThat(refused.text()).contains("id=\"price-problem\"", "id=\"stock-problem\"", "value=\"&lt;b&gt;&quot;x&quot;\"")
                .doesNotContain("<b>");
        client.get("api/products/7").isHit();
    }

    @Test
    void namesAreTextAndNeverMarkup() throws Exception {
        String name = "<img src=x onerror=alert(1)> & 'co' 100%s";
        client.get("admin/products/7", as("admin"), form(fields(7, Map.of("name", name)))).hasStatus(303);

        assertThat(client.get("api/products/7").json().get("name").asString()).isEqualTo(name);
        String escaped = "&lt;img src=x onerror=alert(1)&gt; &amp; &#39;co&#39; 100%s";
        assertThat(client.get("admin?saved=7", as("admin")).text()).contains(escaped).doesNotContain("<img src=x");
        assertThat(client.get("admin/products/7", as("admin")).text()).contains(escaped).doesNotContain("<img src=x");
    }

    @Test
    void pagesOfTheAdministratorAreNeverKept() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(client.get("admin", as("admin")).hasStatus(200).isNotCached().header("Cache-Control")).contains("no-store");
        }
        client.get("admin/products/999", as("admin")).hasStatus(404);
    }

    private void warm(String... paths) throws Exception {
        for (String path : paths) {
            client.get(path).hasStatus(200).isMiss();
            client.get(path).hasStatus(200).isHit();
        }
    }

    /** The form's fields as a browser would send them back, with some of them changed. */
    private Map<String, String> fields(int id, Map<String, String> changed) throws Exception {
        String html = client.get("admin/products/" + id, as("admin")).hasStatus(200).text();
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher input = Pattern.compile("name=\"([a-z]+)\"[^>]* value=\"([^\"]*)\"").matcher(html);
        while (input.find()) {
            fields.put(input.group(1), input.group(2));
        }
        Matcher selected = Pattern.compile("value=\"([^\"]*)\" selected").matcher(html);
        assertThat(selected.find()).as("a category is selected").isTrue();
        fields.put("category", selected.group(1));
        assertThat(fields).containsKeys("csrf", "name", "category", "price", "stock");
        fields.putAll(changed);
        return fields;
    }

    private static String change(String name, String category, String price, String stock) {
        return "{\"name\": \"%s\", \"category\": \"%s\", \"price\": %s, \"stock\": %s}".formatted(name, category, price, stock);
    }
}
