package dev.etagere.store;

/** A store outside of the process is out of reach, did not answer in time, or refused. The message holds no password. */
public class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
