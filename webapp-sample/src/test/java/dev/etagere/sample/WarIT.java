package dev.etagere.sample;

import static dev.etagere.sample.Client.as;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The WAR as it was packaged, with the libraries that are in it and no others. */
final class WarIT {

    private static final Path WAR = Path.of("target/etagere-sample.war");

    @Test
    void itIsDeployedOnJetty() throws Exception {
        try (Running shop = SampleServer.start(WAR, context -> context.setParentLoaderPriority(false))) {
            serves(new Client(shop.uri()));
        }
    }

    @Test
    void itIsDeployedOnTomcat() throws Exception {
        try (Running shop = TomcatServer.start(WAR, "/etagere-sample")) {
            serves(new Client(shop.uri()));
        }
    }

    private static void serves(Client client) throws Exception {
        client.get("api/products/7").hasStatus(200).isMiss();
        client.get("api/products/7").hasStatus(200).isHit();
        client.get("api/products/7", as("admin"), Client.json("PUT",
                "{\"name\": \"Renamed\", \"category\": \"lamps\", \"price\": 1, \"stock\": 1}")).hasStatus(200);
        assertThat(client.get("api/products/7").isMiss().text()).contains("Renamed");
        client.get("api/dashboard").hasStatus(401);
        assertThat(client.get("").hasStatus(200).text()).contains("shop.js");
        assertThat(client.get("shop.js").header("Content-Type")).get().asString().startsWith("text/javascript");
    }
}
