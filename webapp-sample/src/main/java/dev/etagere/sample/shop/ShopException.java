package dev.etagere.sample.shop;

import java.sql.SQLException;

/** The database failed. */
public final class ShopException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ShopException(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
