package dev.etagere.sample;

import static dev.etagere.sample.Client.as;
import static dev.etagere.sample.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.sample.Client.Answer;
import dev.etagere.sample.shop.Loads.What;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Two processes that share one Redis, as {@code ./mvnw -f all.xml -Pnodes} starts them. Each test has products of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TwoNodesTest {

    private static final AtomicInteger FRESH = new AtomicInteger(100);

    private TwoNodes nodes;
    private Client a;
    private Client b;

    @BeforeAll
    void open() throws Exception {
        nodes = TwoNodes.start(ShopContract.WEBAPP, List.of(TwoNodes.freePort(), TwoNodes.freePort()),
                "redis: { timeLimit: 5s }");    // a busy machine is no broken one
        a = new Client(nodes.a().uri());
        b = new Client(nodes.b().uri());
    }

    /** What a test before has broken has come right again: what the one loads the other has from Redis. */
    @BeforeEach
    void awaitSharing() throws Exception {
        assertThat(seesFar(a, b).cacheStatus()).endsWith("; detail=far");
        assertThat(seesFar(b, a).cacheStatus()).endsWith("; detail=far");
    }

    private static Answer seesFar(Client one, Client other) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            String fresh = "api/products/" + FRESH.incrementAndGet();
            one.get(fresh).hasStatus(200);
            Answer shared = other.get(fresh).hasStatus(200);
            if (shared.cacheStatus().endsWith("; detail=far") || System.nanoTime() > deadline) {
                return shared;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    @AfterAll
    void close() {
        nodes.close();
    }

    @Test
    void whatTheDocumentationShowsIsWhatTheyAnswer() throws Exception {
        a.get("api/products?category=shelves").hasStatus(200);
        AtomicInteger askedA = new AtomicInteger();
        int shown = DocumentationTest.runExamples("docs/redis.md", port -> {
            if (port == 8080 && askedA.incrementAndGet() == 2) {
                a.until("api/products?category=shelves", answer -> answer.text().contains("99.5"));    // node A has heard of the change
            }
            return port == 8080 ? a : b;
        });
        assertThat(shown).isEqualTo(6);
    }

    @Test
    void whatTheOneLoadedTheOtherHasFromRedisAndThenNearWithoutALoadOfItsOwn() throws Exception {
        long before = loads(What.PRODUCT);
        Answer loaded = a.get("api/products/20").hasStatus(200).isMiss();
        Answer far = b.get("api/products/20").hasStatus(200).isHit();
        Answer near = b.get("api/products/20").hasStatus(200).isHit();

        assertThat(loaded.cacheStatus()).startsWith("node-a; ");
        assertThat(far.cacheStatus()).startsWith("node-b; ").endsWith("; detail=far");
        assertThat(near.cacheStatus()).startsWith("node-b; ").doesNotContain("detail");
        assertThat(near.text()).isEqualTo(far.text()).isEqualTo(loaded.text());
        assertThat(near.header("ETag")).isEqualTo(loaded.header("ETag"));
        assertThat(loads(What.PRODUCT) - before).isEqualTo(1);
    }

    @Test
    void whereACustomerBelongsIsLoadedOnceForBoth() throws Exception {
        long before = loads(What.DEPARTMENT);
        for (Client node : List.of(a, b, a, b)) {
            assertThat(node.get("api/products/25", as("cleo")).hasStatus(200).text()).contains("trade");
        }
        assertThat(loads(What.DEPARTMENT) - before).isEqualTo(1);
    }

    @Test
    void aChangeOnTheOneIsSeenOnTheOtherAndStaysSeen() throws Exception {
        JsonNode product = a.get("api/products/30").json();
        String shelf = "api/products?category=" + product.get("category").asString();
        for (Client node : List.of(a, b)) {
            node.get(shelf).hasStatus(200);
            node.get("api/products/30").hasStatus(200).isHit();
        }

        a.get("api/products/30", as("admin"), json("PUT", """
                {"name": "Seen by all", "category": "%s", "price": 31.5, "stock": 5}""".formatted(product.get("category").asString())))
                .hasStatus(200);

        assertThat(a.get("api/products/30").text()).contains("Seen by all");
        assertThat(b.until("api/products/30", answer -> answer.text().contains("Seen by all")).text()).contains("Seen by all");
        for (int i = 0; i < 20; i++) {
            assertThat(b.get("api/products/30").hasStatus(200).text()).contains("Seen by all");
            assertThat(b.get(shelf).hasStatus(200).text()).contains("Seen by all");
        }
        b.get("api/products/30").isHit();
    }

    @Test
    void aDeliveryThatArrivesInTheBackgroundOfTheOneIsSeenOnTheOther() throws Exception {
        int stock = a.get("api/products/40").json().get("stock").asInt();
        b.get("api/products/40").isHit();

        b.get("api/products/40/deliveries", as("admin"), json("POST", "{\"quantity\": 12}")).hasStatus(202);

        Answer seen = a.until("api/products/40", answer -> answer.json().get("stock").asInt() == stock + 12);
        assertThat(seen.hasStatus(200).json().get("stock").asInt()).isEqualTo(stock + 12);
    }

    @Test
    void aPurchaseOnTheOneIsSeenInTheCustomersOrdersOnTheOther() throws Exception {
        int orders = a.get("api/dashboard", as("ana")).json().get("orders").asInt();
        b.get("api/dashboard", as("ana")).isHit();
        a.get("api/products/50/purchases", as("ana"), json("POST", "{\"quantity\": 1}")).hasStatus(201);

        Answer seen = b.until("api/dashboard", answer -> answer.json().get("orders").asInt() == orders + 1, as("ana"));
        assertThat(seen.json().get("orders").asInt()).isEqualTo(orders + 1);
        assertThat(b.get("api/dashboard", as("ben")).text()).contains("Ben Okafor");
    }

    @Test
    void withRedisKilledBothServeAndSeeEachOthersChangesAndWithItBackTheyShareAgain() throws Exception {
        b.get("api/products/60").hasStatus(200);
        a.get("api/products/60").hasStatus(200).isHit();
        nodes.stopRedis();
        try {
            a.get("api/products/60").hasStatus(200);
            b.get("api/products/60", as("admin"), json("PUT", "{\"name\": \"Alone\", \"category\": \"lamps\", \"price\": 9, \"stock\": 5}"))
                    .hasStatus(200);
            assertThat(b.get("api/products/60").hasStatus(200).text()).contains("Alone");
            assertThat(a.until("api/products/60", answer -> answer.text().contains("Alone")).hasStatus(200).text()).contains("Alone");
            assertThat(a.until("api/products/61", answer -> answer.cacheStatus().contains("; hit")).isHit().text()).contains("\"id\":61");
        } finally {
            nodes.startRedis();
        }
        awaitSharing();
    }

    @Test
    void withOneKilledTheOtherGoesOnAndWhoIsBackFindsInRedisWhatItNeedNotLoad() throws Exception {
        b.get("api/products/70").hasStatus(200);
        nodes.b().close();
        try {
            a.get("api/products/70").hasStatus(200).isHit();
            a.get("api/products/71").hasStatus(200);
            a.get("api/products/70", as("admin"),
                    json("PUT", "{\"name\": \"Meanwhile\", \"category\": \"lamps\", \"price\": 9, \"stock\": 5}")).hasStatus(200);
            assertThat(a.get("api/products/70").hasStatus(200).text()).contains("Meanwhile");
        } finally {
            nodes.b().start();
            nodes.b().awaitOpen();
        }
        assertThat(b.get("api/products/71").hasStatus(200).isHit().cacheStatus()).endsWith("detail=far");
        assertThat(b.get("api/products/70").hasStatus(200).isHit().text()).contains("Meanwhile");
        assertThat(nodes.b().loads(What.PRODUCT)).isZero();
    }

    private long loads(What what) {
        return nodes.a().loads(what) + nodes.b().loads(what);
    }
}
