package dev.etagere.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityTransaction;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the fence of a load is, where Hibernate's transactions are under way. */
class TransactionFenceTest {

    private final Shop shop = Shop.open();

    @AfterEach
    void close() {
        shop.close();
    }

    private long fence() {
        return shop.etagere.fence().position();
    }

    @Test
    void withinATransactionIsThatOfItsSession() {
        shop.etagere.evict("a");
        try (EntityManager manager = shop.factory.createEntityManager()) {
            shop.etagere.evict("b");
            assertThat(fence()).isEqualTo(2);
            manager.getTransaction().begin();
            shop.etagere.evict("c");
            assertThat(fence()).as("nothing that the session holds is older").isEqualTo(1);
            manager.getTransaction().commit();
            assertThat(fence()).isEqualTo(3);
            manager.getTransaction().begin();
            assertThat(fence()).as("the session still holds what it loaded").isEqualTo(1);
            manager.getTransaction().rollback();
            assertThat(fence()).isEqualTo(3);
        }
    }

    @Test
    void isOfNoConcernToOtherThreads() {
        try (EntityManager manager = shop.factory.createEntityManager()) {
            manager.getTransaction().begin();
            shop.etagere.evict("a");
            assertThat(CompletableFuture.supplyAsync(this::fence).join()).isOne();
            manager.getTransaction().rollback();
        }
    }

    @Test
    void holdsAfterTheSessionIsClosedAsLongAsItsTransactionGoesOn() {
        EntityManager manager = shop.factory.createEntityManager();
        manager.getTransaction().begin();
        EntityTransaction transaction = manager.getTransaction();
        manager.close();
        shop.etagere.evict("a");
        assertThat(fence()).isZero();

        transaction.rollback();
        assertThat(fence()).isOne();
    }

    @Test
    void ofTransactionsInOneAnotherIsThatOfTheOldest() {
        try (EntityManager outer = shop.factory.createEntityManager()) {
            outer.getTransaction().begin();
            shop.etagere.evict("a");
            shop.transaction(inner -> assertThat(fence()).isZero());
            assertThat(fence()).isZero();
            outer.getTransaction().commit();
        }
        assertThat(fence()).isOne();
    }
}
