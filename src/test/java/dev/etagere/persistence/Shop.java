package dev.etagere.persistence;

import dev.etagere.Etagere;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.PersistenceUnitTransactionType;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.cfg.TransactionSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/** A shop's entities in a database of their own, and what their changes evict. */
final class Shop implements AutoCloseable {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    final EntityManagerFactory factory;
    final String url;
    final Etagere etagere;
    private final Set<String> evicted = new TreeSet<>();

    private Shop(Etagere etagere, Map<String, ?> settings) {
        this.etagere = etagere;
        this.url = "jdbc:h2:mem:shop" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1";
        HibernatePersistenceConfiguration configuration = new HibernatePersistenceConfiguration("shop")
                .managedClasses(Product.class, Book.class, Category.class, Review.class, Note.class, Article.class, Shelf.class);
        configuration.property(JdbcSettings.JAKARTA_JDBC_URL, url);
        configuration.property(SchemaToolingSettings.HBM2DDL_AUTO, "create");
        settings.forEach(configuration::property);
        if (settings.containsKey(TransactionSettings.JTA_PLATFORM)) {
            configuration.transactionType(PersistenceUnitTransactionType.JTA);
        }
        this.factory = configuration.createEntityManagerFactory();
        etagere.events().listen(event -> evicted.addAll(etagere.events().tags(event)));
    }

    static Shop open() {
        return open(Etagere.builder());
    }

    static Shop open(Etagere.Builder builder) {
        Etagere etagere = builder.build();
        return new Shop(etagere, Map.of(Caches.SETTING, etagere));
    }

    static Shop open(Etagere etagere, Map<String, ?> settings) {
        return new Shop(etagere, settings);
    }

    void transaction(Consumer<EntityManager> work) {
        result(manager -> {
            work.accept(manager);
            return true;
        });
    }

    <T> T result(Function<EntityManager, T> work) {
        try (EntityManager manager = factory.createEntityManager()) {
            manager.getTransaction().begin();
            try {
                T result = work.apply(manager);
                manager.getTransaction().commit();
                return result;
            } finally {
                if (manager.getTransaction().isActive()) {
                    manager.getTransaction().rollback();
                }
            }
        }
    }

    /** The tags of all events since the last call. */
    Set<String> evicted() {
        Set<String> since = new TreeSet<>(evicted);
        evicted.clear();
        return since;
    }

    @Override
    public void close() {
        factory.close();
        etagere.close();
    }

    @Entity(name = "Product")
    @CacheTags({"category:{category.id}", "maker:{maker.name}", "catalogue"})
    public static class Product {
        @Id
        Long id;
        String name;
        @ManyToOne(fetch = FetchType.LAZY)
        Category category;
        @Embedded
        Maker maker;
        @OneToMany(mappedBy = "product")
        List<Review> reviews = new ArrayList<>();
        @Version
        int version;

        protected Product() {
        }

        Product(long id, String name, Category category) {
            this.id = id;
            this.name = name;
            this.category = category;
        }
    }

    /** Has the tags of a product, and its own. */
    @Entity
    @CacheTags
    public static class Book extends Product {
        String isbn;

        protected Book() {
        }

        Book(long id, String name, Category category) {
            super(id, name, category);
        }
    }

    @Embeddable
    public static class Maker {
        @Column(name = "maker_name")
        private String name;

        protected Maker() {
        }

        Maker(String name) {
            this.name = name;
        }

        public String getName() {
            return name;
        }
    }

    @Entity
    @CacheTags(value = "category-name:{name}", type = "cat")
    public static class Category {
        @Id
        Long id;
        String name;
        @ManyToOne(fetch = FetchType.LAZY)
        Shelf shelf;

        protected Category() {
        }

        Category(long id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    @Entity
    public static class Shelf {
        @Id
        Long id;
        String name;

        protected Shelf() {
        }

        Shelf(long id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    @Entity
    @CacheTags("product:{product.id}")
    public static class Review {
        @Id
        @GeneratedValue
        Long id;
        @ManyToOne(fetch = FetchType.LAZY)
        Product product;
        String text;

        protected Review() {
        }

        Review(Product product, String text) {
            this.product = product;
            this.text = text;
        }
    }

    /** Has no annotation. */
    @Entity
    public static class Note {
        @Id
        Long id;
        String topic;

        protected Note() {
        }

        Note(long id, String topic) {
            this.id = id;
            this.topic = topic;
        }
    }

    /** Belongs to many. */
    @Entity
    @CacheTags({"cat:{categories.id}", "keyword:{keywords}", "shelf:{categories.shelf.name}"})
    public static class Article {
        @Id
        Long id;
        String title;
        @ManyToMany
        Set<Category> categories = new HashSet<>();
        @ElementCollection
        @CollectionTable
        List<String> keywords = new ArrayList<>();

        protected Article() {
        }

        Article(long id, String title) {
            this.id = id;
            this.title = title;
        }
    }
}
