package dev.etagere.sample.shop;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who bought what. Safe for use by many threads. */
public final class Orders {

    private static final int LATEST = 8;

    private final Database database;
    private final Loads loads;
    private final Clock clock;

    Orders(Database database, Loads loads, Clock clock) {
        this.database = database;
        this.loads = loads;
        this.clock = clock;
    }

    /** How a purchase went. */
    public enum Bought { DONE, NO_PRODUCT, NO_CUSTOMER, SOLD_OUT }

    /** The dashboard of the customer who signs in by that name, if there is one. */
    public Optional<Dashboard> dashboard(String login) {
        loads.count(Loads.What.DASHBOARD);
        return database.call(entities -> Optional.ofNullable(entities.find(StoredCustomer.class, login)).map(customer -> {
            Dashboard.Sums sums = sums(entities, login);
            return new Dashboard(customer.name(), sums.orders(), sums.spent(), sums.today(), latest(entities, login));
        }));
    }

    private static Dashboard.Sums sums(EntityManager entities, String login) {
        return entities.createQuery("select new dev.etagere.sample.shop.Dashboard$Sums(count(b), sum(b.quantity * b.price),"
                + " sum(b.quantity * p.price)) from Purchase b join b.product p where b.customer.login = :login", Dashboard.Sums.class)
                .setParameter("login", login).getSingleResult();
    }

    private static List<Dashboard.Order> latest(EntityManager entities, String login) {
        return entities.createQuery("select new dev.etagere.sample.shop.Dashboard$Order(b.id, b.placed, p.id, b.productName, b.quantity,"
                + " b.price, p.price, p.stock) from Purchase b join b.product p where b.customer.login = :login"
                + " order by b.placed desc, b.id desc", Dashboard.Order.class)
                .setParameter("login", login).setMaxResults(LATEST).getResultList();
    }

    /** Sells some pieces of a product to a customer, unless there are too few. */
    public Bought buy(String login, int product, int quantity) {
        return database.call(entities -> {
            StoredCustomer customer = entities.find(StoredCustomer.class, login);
            if (customer == null) {
                return Bought.NO_CUSTOMER;
            }
            StoredProduct found = entities.find(StoredProduct.class, product, LockModeType.PESSIMISTIC_WRITE);
            if (found == null) {
                return Bought.NO_PRODUCT;
            }
            Instant now = clock.instant();
            if (!found.sell(quantity, now)) {
                return Bought.SOLD_OUT;
            }
            entities.persist(new StoredPurchase(customer, now, found, quantity));
            return Bought.DONE;
        });
    }

    /** The customers who have ordered that product, by the names by which they sign in. */
    public List<String> customersOf(int product) {
        return database.call(entities -> entities.createQuery(
                "select distinct b.customer.login from Purchase b where b.product.id = :product", String.class)
                .setParameter("product", product).getResultList());
    }

    /** The department that a customer belongs to, and with it prices and terms. */
    public Optional<String> department(String login) {
        loads.count(Loads.What.DEPARTMENT);
        return database.call(entities -> entities.createQuery("select c.department from Customer c where c.login = :login", String.class)
                .setParameter("login", login).getResultStream().findFirst());
    }

    /** Moves a customer to another department; who is none stays none. */
    public void move(String login, String department) {
        database.run(entities ->
                Optional.ofNullable(entities.find(StoredCustomer.class, login)).ifPresent(found -> found.moveTo(department)));
    }
}
