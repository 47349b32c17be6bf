package dev.etagere.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.Etagere;
import dev.etagere.event.ResourceEvent;
import dev.etagere.persistence.Shop.Article;
import dev.etagere.persistence.Shop.Book;
import dev.etagere.persistence.Shop.Category;
import dev.etagere.persistence.Shop.Maker;
import dev.etagere.persistence.Shop.Note;
import dev.etagere.persistence.Shop.Product;
import dev.etagere.persistence.Shop.Review;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EntityEventsTest {

    private final Shop shop = Shop.open();

    @BeforeEach
    void fill() {
        shop.transaction(manager -> {
            Category tools = new Category(1, "tools");
            Category garden = new Category(2, "garden");
            Shop.Shelf shelf = new Shop.Shelf(1, "top");
            garden.shelf = shelf;
            List.of(shelf, tools, garden).forEach(manager::persist);
            Product saw = new Product(7, "saw", tools);
            saw.maker = new Maker("Acme");
            manager.persist(saw);
            manager.persist(new Product(8, "rake", garden));
            Article article = new Article(1, "pruning");
            article.categories.addAll(Set.of(tools, garden));
            article.keywords.addAll(List.of("tree", "saw"));
            manager.persist(article);
            manager.persist(new Note(1, "old"));
        });
        shop.evicted();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private static Product saw(EntityManager manager) {
        return manager.find(Product.class, 7L);
    }

    @Nested
    class AnEntity {

        @Test
        void evictsItsTypeAndIdAndTagsWhenItIsCreated() {
            shop.transaction(manager -> manager.persist(new Product(9, "axe", manager.getReference(Category.class, 1L))));

            assertThat(shop.evicted()).containsExactlyInAnyOrder("product", "product:9", "category:1", "catalogue");
        }

        @Test
        void evictsThemWhenItIsUpdated() {
            shop.transaction(manager -> saw(manager).name = "chain saw");

            assertThat(shop.evicted()).containsExactlyInAnyOrder("product", "product:7", "category:1", "maker:Acme", "catalogue");
        }

        @Test
        void evictsThemWhenItIsRemoved() {
            shop.transaction(manager -> manager.remove(saw(manager)));

            assertThat(shop.evicted()).containsExactlyInAnyOrder("product", "product:7", "category:1", "maker:Acme", "catalogue");
        }

        @Test
        void evictsTheOldAndTheNewValueOfWhatItsTagsAreMadeOf() {
            shop.transaction(manager -> {
                saw(manager).category = manager.getReference(Category.class, 2L);
                saw(manager).maker = new Maker("Bolt");
            });

            assertThat(shop.evicted()).contains("category:1", "category:2", "maker:Acme", "maker:Bolt");
        }

        @Test
        void evictsAllValuesThatItHadInTheTransaction() {
            shop.transaction(manager -> {
                saw(manager).maker = new Maker("between");
                manager.flush();
                saw(manager).maker = null;
            });

            assertThat(shop.evicted()).contains("maker:Acme", "maker:between");
        }

        @Test
        void evictsNothingWhereNothingWasWritten() {
            shop.transaction(manager -> saw(manager).name = "saw");

            assertThat(shop.evicted()).isEmpty();
        }

        @Test
        void evictsUnderTheTypesOfItsSuperclassesToo() {
            shop.transaction(manager -> manager.persist(new Book(11, "trees", null)));

            assertThat(shop.evicted()).containsExactlyInAnyOrder("product", "product:11", "book", "book:11", "catalogue");
        }

        @Test
        void mayHaveATypeOfAnotherName() {
            shop.transaction(manager -> manager.find(Category.class, 1L).name = "all tools");

            assertThat(shop.evicted()).containsExactlyInAnyOrder("cat", "cat:1", "category-name:tools", "category-name:all tools");
        }

        @Test
        void evictsByAGeneratedIdAndByWhatItBelongsTo() {
            shop.transaction(manager -> manager.persist(new Review(manager.getReference(Product.class, 7L), "sharp")));

            assertThat(shop.evicted()).anyMatch(tag -> tag.startsWith("review:")).contains("review", "product:7")
                    .doesNotContain("product:7:", "review:null");
        }

        @Test
        void evictsTheOwnersOfOldAndNew() {
            long id = shop.result(manager -> {
                Review review = new Review(saw(manager), "sharp");
                manager.persist(review);
                return review.id;
            });
            shop.evicted();
            shop.transaction(manager -> manager.find(Review.class, id).product = manager.getReference(Product.class, 8L));

            assertThat(shop.evicted()).contains("product:7", "product:8");
        }

        @Test
        void withoutAnnotationEvictsNothing() {
            shop.transaction(manager -> manager.find(Note.class, 1L).topic = "new");

            assertThat(shop.evicted()).isEmpty();
        }

        @Test
        void writtenWithoutAPersistenceContextEvictsToo() {
            try (StatelessSession session = shop.factory.unwrap(SessionFactory.class).openStatelessSession()) {
                session.beginTransaction();
                session.insert(new Product(12, "hoe", null));
                assertThat(shop.evicted()).isEmpty();
                session.getTransaction().commit();
            }
            assertThat(shop.evicted()).contains("product", "product:12");
        }

        @Test
        void changedByABulkStatementEvictsOnlyWhatTheCallSays() {
            shop.transaction(manager -> {
                manager.createQuery("update Product set name = 'x'").executeUpdate();
                shop.etagere.events().publishAfterCommit(ResourceEvent.changedMany("product").touching("catalogue"));
                assertThat(shop.evicted()).isEmpty();
            });
            assertThat(shop.evicted()).containsExactlyInAnyOrder("product", "catalogue");
        }
    }

    @Nested
    class ACollection {

        @Test
        void thatChangesEvictsItsOwner() {
            shop.transaction(manager -> manager.find(Article.class, 1L).keywords.add("winter"));

            assertThat(shop.evicted()).contains("article", "article:1", "keyword:winter", "keyword:saw");
        }

        @Test
        void evictsWhatWasInItAndWhatIs() {
            shop.transaction(manager -> {
                Article article = manager.find(Article.class, 1L);
                article.keywords.remove("saw");
                article.categories.removeIf(category -> category.id == 2);
            });

            assertThat(shop.evicted()).contains("keyword:saw", "keyword:tree", "cat:1", "cat:2", "shelf:top");
        }

        @Test
        void thatIsReplacedEvictsWhatWasInItAndWhatIs() {
            shop.transaction(manager -> {
                Article article = manager.find(Article.class, 1L);
                Hibernate.initialize(article.keywords);
                article.keywords = List.of("new");
            });

            assertThat(shop.evicted()).contains("keyword:saw", "keyword:tree", "keyword:new");
        }

        @Test
        void thatWasNotLoadedIsLookedUpWhereItsOwnerChanges() {
            shop.transaction(manager -> manager.find(Article.class, 1L).title = "more pruning");

            assertThat(shop.evicted()).contains("keyword:saw", "keyword:tree", "cat:1", "cat:2", "shelf:top");
        }

        @Test
        void thatWasNotLoadedIsLookedUpBeforeItsOwnerIsRemoved() {
            shop.transaction(manager -> manager.remove(manager.find(Article.class, 1L)));

            assertThat(shop.evicted()).contains("keyword:saw", "keyword:tree", "cat:1", "cat:2", "shelf:top");
        }

        @Test
        void ofAnInverseSideEvictsItsOwnerWhereItIsKeptUp() {
            shop.transaction(manager -> {
                Product saw = saw(manager);
                Hibernate.initialize(saw.reviews);
                Review review = new Review(saw, "sharp");
                manager.persist(review);
                saw.reviews.add(review);
            });

            assertThat(shop.evicted()).contains("product:7", "category:1");
        }
    }

    @Nested
    class ATransaction {

        @Test
        void thatIsRolledBackEvictsNothing() {
            try (EntityManager manager = shop.factory.createEntityManager()) {
                manager.getTransaction().begin();
                saw(manager).name = "x";
                manager.flush();
                manager.getTransaction().rollback();
                assertThat(shop.evicted()).isEmpty();

                manager.getTransaction().begin();
                manager.find(Product.class, 8L).name = "y";
                manager.getTransaction().commit();
            }
            assertThat(shop.evicted()).contains("product:8").doesNotContain("product:7");
        }

        @Test
        void evictsNothingBeforeItHasCommitted() {
            shop.transaction(manager -> {
                saw(manager).name = "x";
                manager.flush();
                assertThat(shop.evicted()).isEmpty();
            });
            assertThat(shop.evicted()).contains("product:7");
        }

        @Test
        void thatFailsInItsLastFlushEvictsNothing() {
            assertThatThrownBy(() -> shop.transaction(manager -> {
                saw(manager).name = "x";
                manager.persist(new Product(8, "twin", null));
            })).isInstanceOf(RuntimeException.class);

            assertThat(shop.evicted()).isEmpty();
        }

        @Test
        void ofASessionMayFollowAnother() {
            try (EntityManager manager = shop.factory.createEntityManager()) {
                for (int i = 0; i < 3; i++) {
                    manager.getTransaction().begin();
                    saw(manager).name = "name " + i;
                    manager.getTransaction().commit();
                    assertThat(shop.evicted()).contains("product:7");
                }
            }
        }

        @Test
        void thatIsLeftOpenWithItsSessionClosedEvictsNothing() {
            Session session = shop.factory.unwrap(SessionFactory.class).openSession();
            session.beginTransaction();
            session.find(Product.class, 7L).name = "x";
            session.flush();
            session.close();

            assertThat(shop.evicted()).isEmpty();
            shop.etagere.events().publishAfterCommit(ResourceEvent.updated("mine", 1));
            assertThat(shop.evicted()).containsExactlyInAnyOrder("mine", "mine:1");
        }

        @Test
        void hasItsEvictionsInForceWhenTheCommitReturns() {
            var pages = shop.etagere.fence();
            shop.transaction(manager -> saw(manager).name = "x");

            assertThat(shop.etagere.fence().position()).isEqualTo(pages.position() + 1);
        }

        @Test
        void isNotHarmedByAListenerThatThrows() {
            shop.etagere.events().listen(event -> {
                throw new IllegalStateException("a broken listener");
            });
            shop.transaction(manager -> saw(manager).name = "x");

            String name = shop.result(manager -> saw(manager).name);
            assertThat(name).isEqualTo("x");
        }

        @Test
        void runsWhatWasPutOffUntilItsCommitAndNothingOfTheSortOnRollback() {
            assertThatThrownBy(() -> shop.transaction(manager -> {
                shop.etagere.events().publishAfterCommit(ResourceEvent.updated("mine", 1));
                throw new IllegalStateException("rolls back");
            })).hasMessage("rolls back");
            assertThat(shop.evicted()).isEmpty();

            shop.transaction(manager -> shop.etagere.events().publishAfterCommit(ResourceEvent.updated("mine", 2)));
            assertThat(shop.evicted()).containsExactlyInAnyOrder("mine", "mine:2");
        }
    }

    @Test
    void aTypeThatTheConfigurationKnowsNeedsNoAnnotation() {
        try (Shop configured = Shop.open(Etagere.builder().event("note", "topic:{topic}").event("product", "name:{name}"))) {
            configured.transaction(manager -> manager.persist(new Note(1, "old")));
            configured.evicted();
            configured.transaction(manager -> manager.find(Note.class, 1L).topic = "new");
            assertThat(configured.evicted()).containsExactlyInAnyOrder("note", "note:1", "topic:old", "topic:new");

            configured.transaction(manager -> manager.persist(new Product(1, "a", null)));
            assertThat(configured.evicted()).containsExactlyInAnyOrder("product", "product:1", "catalogue", "name:a");
        }
    }

    @Test
    void whereNoCacheIsNamedAllThatAreOpenAreTold() {
        try (Etagere one = Etagere.inMemory(); Shop open = Shop.open(Etagere.inMemory(), Map.of())) {
            long before = one.fence().position();
            open.transaction(manager -> manager.persist(new Product(1, "a", null)));

            assertThat(one.fence().position()).isEqualTo(before + 1);
            assertThat(open.evicted()).contains("product:1");
        }
    }
}
