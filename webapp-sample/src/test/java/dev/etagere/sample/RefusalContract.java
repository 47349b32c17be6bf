package dev.etagere.sample;

import static dev.etagere.sample.Client.as;
import static dev.etagere.sample.Client.form;
import static dev.etagere.sample.Client.header;
import static dev.etagere.sample.Client.json;
import static dev.etagere.sample.Client.method;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.sample.Client.Answer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sample refuses, on whatever container it runs: nothing of it is kept and nothing is evicted, so that all share one shop. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RefusalContract {

    private Running running;
    private Client client;

    abstract Running start() throws Exception;

    @BeforeAll
    void open() throws Exception {
        running = start();
        client = new Client(running.uri());
    }

    @AfterAll
    void close() throws Exception {
        running.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"api/products?sort=newest", "api/products?category=cars", "api/products?sort=name&sort=price"})
    void parametersThatMeanNothingGet400AndAreNotKept(String path) throws Exception {
        for (int i = 0; i < 2; i++) {
            Answer refused = client.get(path).hasStatus(400).isNotCached();
            assertThat(refused.header("Content-Type")).get().asString().startsWith("application/problem+json");
            assertThat(refused.json().get("detail").asString()).isNotBlank();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"api/products/0", "api/products/201", "api/products/007", "api/products/x", "api/products/7/", "api/products/",
        "api/products/99999999999", "api/products/-7", "api/nothing", "api/products/7/reviews"})
    void whatIsNotThereGets404AndIsNotKept(String path) throws Exception {
        for (int i = 0; i < 2; i++) {
            client.get(path).hasStatus(404).isNotCached();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "application/json | {\"name\":\"\",\"category\":\"lamps\",\"price\":1,\"stock\":1} | 400",
        "application/json | {\"name\":\"a\",\"category\":\"cars\",\"price\":1,\"stock\":1} | 400",
        "application/json | {\"name\":\"a\",\"category\":\"lamps\",\"price\":-1,\"stock\":1} | 400",
        "application/json | {\"name\":\"a\",\"category\":\"lamps\",\"price\":1.005,\"stock\":1} | 400",
        "application/json | {\"name\":\"a\",\"category\":\"lamps\",\"price\":1e99,\"stock\":1} | 400",
        "application/json | {\"name\":\"a\",\"category\":\"lamps\",\"price\":1,\"stock\":1.5} | 400",
        "application/json | {\"name\":\"a\",\"category\":\"lamps\",\"price\":1} | 400",
        "application/json | {\"name\":\"a\",\"colour\":\"red\"} | 400",
        "application/json | [1,2] | 400",
        "application/json | null | 400",
        "application/json | {\"name\": | 400",
        "text/plain | {\"name\":\"a\",\"category\":\"lamps\",\"price\":1,\"stock\":1} | 415"})
    void aChangeThatIsRefusedEvictsNothing(String contentType, String content, int status) throws Exception {
        keep("api/products/7");
        client.get("api/products/7", as("admin"), json("PUT", content), header("Content-Type", contentType)).hasStatus(status);
        client.get("api/products/7").isHit();
    }

    @Test
    void onlyAdministratorsChangeProductsAndOnlyCustomersBuy() throws Exception {
        keep("api/products/7");
        String change = "{\"name\": \"Mine\", \"category\": \"shelves\", \"price\": 0.01, \"stock\": 1}";

        client.get("api/products/7", json("PUT", change)).hasStatus(401);
        client.get("api/products/7", as("ana"), json("PUT", change)).hasStatus(403);
        client.get("api/products/7", as("admin"), method("DELETE")).hasStatus(403);
        client.get("api/products/7/purchases", json("POST", "{\"quantity\": 1}")).hasStatus(401);
        client.get("api/products/7/purchases", as("admin"), json("POST", "{\"quantity\": 1}")).hasStatus(403);
        client.get("admin").hasStatus(401);
        client.get("admin", as("ana")).hasStatus(403);
        client.get("admin/products/7", as("ana"), form(Map.of("name", "Mine"))).hasStatus(403);

        assertThat(client.get("api/products/7").isHit().text()).doesNotContain("Mine");
    }

    private void keep(String path) throws Exception {
        client.get(path).hasStatus(200);
        client.get(path).isHit();
    }
}
