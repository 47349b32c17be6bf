package dev.etagere.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.arjuna.ats.jta.common.jtaPropertyManager;
import com.arjuna.ats.arjuna.common.CoordinatorEnvironmentBean;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import dev.etagere.Etagere;
import dev.etagere.event.Change;
import dev.etagere.event.ResourceEvent;
import dev.etagere.persistence.Shop.Product;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.TransactionSettings;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.jboss.weld.transaction.spi.TransactionServices;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the transaction manager of an application server. */
class JtaTest {

    @TempDir
    private static Path logs;

    private final Etagere etagere = Etagere.inMemory();
    private final Set<String> evicted = new TreeSet<>();
    private final TransactionManager transactions = com.arjuna.ats.jta.TransactionManager.transactionManager();

    @BeforeAll
    static void beginTransactions() {
        BeanPopulator.getDefaultInstance(ObjectStoreEnvironmentBean.class).setObjectStoreDir(logs.toString());
        BeanPopulator.getDefaultInstance(CoordinatorEnvironmentBean.class).setDefaultTimeout(60);
        JtaTransactions.use(jtaPropertyManager.getJTAEnvironmentBean().getTransactionSynchronizationRegistry());
    }

    @AfterAll
    static void endTransactions() {
        JtaTransactions.useJndi();
    }

    @BeforeEach
    void listen() {
        etagere.events().listen(event -> evicted.addAll(etagere.events().tags(event)));
    }

    @AfterEach
    void close() throws SystemException {
        if (transactions.getStatus() != Status.STATUS_NO_TRANSACTION) {
            transactions.rollback();
        }
        etagere.close();
    }

    @Nested
    class AnEventPutOffUntilTheCommit {

        @Test
        void isPublishedAfterIt() throws Exception {
            transactions.begin();
            etagere.events().publishAfterCommit(ResourceEvent.updated("product", 7));
            assertThat(evicted).isEmpty();
            transactions.commit();
            assertThat(evicted).containsExactlyInAnyOrder("product", "product:7");
        }

        @Test
        void isNotPublishedAfterARollback() throws Exception {
            transactions.begin();
            etagere.events().publishAfterCommit(ResourceEvent.updated("product", 7));
            transactions.rollback();
            assertThat(evicted).isEmpty();
        }

        @Test
        void isNotPublishedWhereTheTransactionCanOnlyRollBack() throws Exception {
            transactions.begin();
            transactions.setRollbackOnly();
            etagere.events().publishAfterCommit(ResourceEvent.updated("product", 7));
            transactions.rollback();
            assertThat(evicted).isEmpty();
        }

        @Test
        void isPublishedAtOnceOutsideOfTransactions() {
            etagere.events().publishAfterCommit(ResourceEvent.updated("product", 7));
            assertThat(evicted).contains("product:7");
        }
    }

    @Nested
    class HibernateWithJta {

        private final Shop shop = Shop.open(etagere, Map.of(Caches.SETTING, etagere,
                TransactionSettings.JTA_PLATFORM, "JBossTS",
                JdbcSettings.JAKARTA_JTA_DATASOURCE, database()));

        private static DataSource database() {
            JdbcDataSource database = new JdbcDataSource();
            database.setURL("jdbc:h2:mem:jta;DB_CLOSE_DELAY=-1");
            return database;
        }

        @AfterEach
        void close() {
            shop.close();
        }

        private void persist() {
            try (EntityManager manager = shop.factory.createEntityManager()) {
                manager.joinTransaction();
                manager.persist(new Product(7, "saw", null));
                manager.flush();
            }
        }

        @Test
        void evictsAfterTheCommit() throws Exception {
            transactions.begin();
            persist();
            assertThat(evicted).isEmpty();
            transactions.commit();
            assertThat(evicted).contains("product", "product:7");
        }

        @Test
        void evictsNothingAfterARollback() throws Exception {
            transactions.begin();
            persist();
            transactions.rollback();
            assertThat(evicted).isEmpty();
        }

        @Test
        void evictsNothingWhereTheCommitEndsInARollback() throws Exception {
            transactions.begin();
            persist();
            transactions.getTransaction().registerSynchronization(new Refusing());
            try {
                transactions.commit();
            } catch (RollbackException expected) {
                assertThat(expected).isNotNull();
            }
            assertThat(evicted).isEmpty();
        }

        @Test
        void hasTheFenceOfTheSessionFromWhenItJoinsToTheEnd() throws Exception {
            transactions.begin();
            try (EntityManager manager = shop.factory.createEntityManager()) {
                etagere.evict("a");
                assertThat(etagere.fence().position()).isZero();
            }
            assertThat(etagere.fence().position()).as("closed, but the transaction goes on").isZero();
            transactions.commit();
            assertThat(etagere.fence().position()).isOne();
        }

        @Test
        void hasItWhereTheTransactionBeginsLater() throws Exception {
            try (EntityManager manager = shop.factory.createEntityManager()) {
                etagere.evict("a");
                transactions.begin();
                manager.joinTransaction();
                assertThat(etagere.fence().position()).isZero();
                transactions.commit();
            }
            assertThat(etagere.fence().position()).isOne();
        }
    }

    @Nested
    class AListenerOfTheStandard {

        @Test
        void evictsTypeAndIdAfterTheCommit() throws Exception {
            transactions.begin();
            EntityListener.publish(new Shop.Book(7, "trees", null), Change.UPDATED);
            assertThat(evicted).isEmpty();
            transactions.commit();
            assertThat(evicted).containsExactlyInAnyOrder("book", "book:7", "product", "product:7");
        }

        @Test
        void leavesEntitiesToHibernateWhereThatIsThere() {
            new EntityListener().updated(new Product(7, "saw", null));
            assertThat(evicted).isEmpty();
        }
    }

    /** Real Weld, which asks this transaction manager. */
    @Nested
    class AnEventOfCdi {

        private final WeldContainer container = new Weld().disableDiscovery().addBeanClass(Changes.class)
                .addExtension(new CdiEvents()).addServices(new Transactions()).initialize();

        @AfterEach
        void close() {
            container.close();
        }

        @Test
        void isPublishedAfterTheSuccessOfTheTransaction() throws Exception {
            transactions.begin();
            container.select(Changes.class).get().fire();
            assertThat(evicted).isEmpty();
            transactions.commit();
            assertThat(evicted).containsExactlyInAnyOrder("product", "product:7");
        }

        @Test
        void isNotPublishedWhereItFails() throws Exception {
            transactions.begin();
            container.select(Changes.class).get().fire();
            transactions.rollback();
            assertThat(evicted).isEmpty();
        }

        @Test
        void isPublishedAtOnceOutsideOfTransactions() {
            container.select(Changes.class).get().fire();
            assertThat(evicted).contains("product:7");
        }
    }

    /** Fires what changed. */
    @ApplicationScoped
    static class Changes {

        @Inject
        Event<ResourceEvent> events;

        void fire() {
            events.fire(ResourceEvent.updated("product", 7));
        }
    }

    private final class Transactions implements TransactionServices {

        @Override
        public void registerSynchronization(Synchronization synchronization) {
            try {
                transactions.getTransaction().registerSynchronization(synchronization);
            } catch (RollbackException | SystemException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public boolean isTransactionActive() {
            try {
                return transactions.getStatus() == Status.STATUS_ACTIVE;
            } catch (SystemException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public UserTransaction getUserTransaction() {
            return com.arjuna.ats.jta.UserTransaction.userTransaction();
        }

        @Override
        public void cleanup() {
            // The transaction manager outlives the container.
        }
    }

    private static final class Refusing implements Synchronization {
        @Override
        public void beforeCompletion() {
            throw new IllegalStateException("no commit");
        }

        @Override
        public void afterCompletion(int status) {
            // Refusing was all.
        }
    }
}
