package dev.etagere.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.event.ResourceEvent.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EventsTest {

    private final List<Object> happened = new ArrayList<>();

    private Events events(String... templates) {
        return new Events(happened::add, Map.of("product", List.of(templates).stream().map(EventTags::parse).toList()));
    }

    @Nested
    class TheTagsOfAnEvent {

        @Test
        void areItsTypeAndItsTypeWithItsId() {
            assertThat(events().tags(ResourceEvent.updated("product", 7))).containsExactly("product", "product:7");
        }

        @Test
        void areThatOfTheTypeAloneWhereManyChanged() {
            assertThat(events("page:{id}").tags(ResourceEvent.changedMany("product"))).containsExactly("product");
        }

        @Test
        void areThoseOfTheOldAndOfTheNewCategory() {
            assertThat(events("category:{category}").tags(ResourceEvent.updated("product", 7).changed("category", "tools", "garden")))
                    .containsExactly("product", "product:7", "category:tools", "category:garden");
        }

        @Test
        void mixNoOldValueWithANewOne() {
            ResourceEvent moved = ResourceEvent.updated("product", 7).changed("shop", "a", "b").changed("category", 1, 2);

            assertThat(events("{shop}/{category}").tags(moved)).containsExactly("product", "product:7", "a/1", "b/2");
        }

        @Test
        void areOneForEachOfSeveralValues() {
            ResourceEvent event = ResourceEvent.updated("product", 7).with("category", new Attribute(Set.of("a"), Set.of("b")))
                    .with("language", "de", "fr");

            assertThat(events("{category}/{language}").tags(event))
                    .containsExactlyInAnyOrder("product", "product:7", "a/de", "a/fr", "b/de", "b/fr");
        }

        @Test
        void lackWhatTheEventHasNoValueFor() {
            ResourceEvent uncategorised = ResourceEvent.updated("product", 7).with("category", new Attribute(Set.of(), Set.of("tools")));

            assertThat(events("category:{category}", "maker:{maker}").tags(uncategorised))
                    .containsExactly("product", "product:7", "category:tools");
        }

        @Test
        void ofWhatWasCreatedOrDeletedAreThoseOfTheOneSideThatItHas() {
            assertThat(ResourceEvent.created("product", 7).with("category", "tools").attributes().get("category"))
                    .isEqualTo(new Attribute(Set.of(), Set.of("tools")));
            assertThat(ResourceEvent.deleted("product", 7).with("category", "tools").attributes().get("category"))
                    .isEqualTo(new Attribute(Set.of("tools"), Set.of()));
            assertThat(events("category:{category}").tags(ResourceEvent.deleted("product", 7).with("category", "tools")))
                    .contains("category:tools");
        }

        @Test
        void areThoseOfMappersAndItsOwnToo() {
            Events events = events();
            Events.Subscription mapping = events.map(event -> List.of("mapped:" + event.id().orElse("")));

            assertThat(events.tags(ResourceEvent.updated("product", 7).touching("own"))).contains("mapped:7", "own");
            mapping.close();
            assertThat(events.tags(ResourceEvent.updated("product", 7))).containsExactly("product", "product:7");
        }

        @Test
        void ofAnotherTypeDoNotComeFromTheTemplatesOfThisOne() {
            assertThat(events("all").tags(ResourceEvent.updated("order", 1))).containsExactly("order", "order:1");
        }
    }

    @Nested
    class Publishing {

        @Test
        void evictsFirstAndThenTellsTheListeners() {
            Events events = events();
            events.listen(event -> happened.add(event.id().orElse("")));

            events.publish(ResourceEvent.updated("product", 7), ResourceEvent.deleted("product", 8));

            assertThat(happened).containsExactly(Set.of("product", "product:7", "product:8"), "7", "8");
        }

        @Test
        void goesOnWhenAListenerThrows() {
            Events events = events();
            events.listen(event -> {
                throw new IllegalStateException("a broken listener");
            });
            events.listen(event -> happened.add("told"));

            events.publish(ResourceEvent.updated("product", 7));

            assertThat(happened).containsExactly(Set.of("product", "product:7"), "told");
        }

        @Test
        void evictsTheOtherTagsWhenAMapperThrows() {
            Events events = events("all");
            events.map(event -> {
                throw new IllegalStateException("a broken mapper");
            });

            events.publish(ResourceEvent.updated("product", 7));

            assertThat(happened).containsExactly(Set.of("product", "product:7", "all"));
        }

        @Test
        void tellsNobodyWhoHasUnsubscribed() {
            Events events = events();
            Events.Subscription subscription = events.listen(event -> happened.add("told"));
            subscription.close();
            subscription.close();

            events.publish(ResourceEvent.updated("product", 7));

            assertThat(happened).containsExactly(Set.of("product", "product:7"));
        }

        @Test
        void throwsWhatTheEvictionThrewAndTellsNobody() {
            Events events = new Events(tags -> {
                throw new IllegalStateException("no eviction");
            }, Map.of());
            events.listen(event -> happened.add("told"));

            assertThatThrownBy(() -> events.publish(ResourceEvent.updated("product", 7))).hasMessage("no eviction");
            assertThat(happened).isEmpty();
        }

        @Test
        void afterCommitIsAtOnceWhereThereIsNoTransaction() {
            events().publishAfterCommit(ResourceEvent.updated("product", 7));

            assertThat(happened).containsExactly(Set.of("product", "product:7"));
        }
    }

    @Test
    void anEventNeedsATypeAndCallsNoAttributeId() {
        assertThatThrownBy(() -> ResourceEvent.updated(" ", 7)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ResourceEvent.updated("product", 7).with("id", 8)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTemplateWithoutMatchingBracesIsRefused() {
        for (String wrong : List.of("", "a{b", "a}b", "{}", "{a{b}}")) {
            assertThatThrownBy(() -> EventTags.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
