package dev.etagere.sample.shop;

import java.util.Arrays;
import java.util.Optional;

/** The orders in which products are listed. */
public enum Sort {
    NAME("name", "p.name, p.id"), CHEAPEST("price", "p.price, p.id"), DEAREST("-price", "p.price desc, p.id"),
    SCARCEST("stock", "p.stock, p.id");

    private final String parameter;
    private final String orderBy;

    Sort(String parameter, String orderBy) {
        this.parameter = parameter;
        this.orderBy = orderBy;
    }

    /** As it stands in addresses. */
    public String parameter() {
        return parameter;
    }

    /** A constant of this class: nothing that a client sends ever reaches the text of the query. */
    String orderBy() {
        return orderBy;
    }

    /** The order of that name, if there is one. */
    public static Optional<Sort> of(String parameter) {
        return Arrays.stream(values()).filter(sort -> sort.parameter.equals(parameter)).findFirst();
    }
}
