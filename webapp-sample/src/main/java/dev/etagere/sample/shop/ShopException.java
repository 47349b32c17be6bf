package dev.etagere.sample.shop;

/** The database failed. */
public final class ShopException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ShopException(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
