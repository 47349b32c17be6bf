package dev.etagere.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.Etagere;
import dev.etagere.event.EventTags;
import dev.etagere.event.ResourceEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventsSectionTest {

    private static List<String> tags(String yaml, ResourceEvent event) {
        try (Etagere etagere = Etagere.open(yaml, "f", Map.of(), EventsSectionTest.class.getClassLoader())) {
            return List.copyOf(etagere.events().tags(event));
        }
    }

    @Test
    void saysWhichTagsEventsOfATypeTouchBesidesTheirOwn() {
        assertThat(tags("events: { product: [\"category:{category}\", dashboard], order: dashboard }",
                ResourceEvent.updated("product", 7).changed("category", 1, 2)))
                .containsExactly("product", "product:7", "category:1", "category:2", "dashboard");
    }

    @Test
    void isTheSameInCode() {
        Map<String, List<EventTags>> events = Read.settings().event("product", "a").event("product", "b").made().events();

        assertThat(events.get("product")).hasToString("[a, b]");
    }

    @Test
    void mayBeEmpty() {
        assertThat(tags("events:", ResourceEvent.updated("product", 7))).containsExactly("product", "product:7");
    }

    @Test
    void stopsTheStartWhereATagIsWrong() {
        assertThat(Read.mistakes("events: { product: [\"category:{category\"] }"))
                .containsExactly("f:1: events.product: tag \"category:{category\" has a { without }");
        assertThat(Read.mistakes("events: [product]")).hasSize(1).first().asString().contains("takes tags by the type of the event");
    }
}
