package dev.etagere.store.redis;

/** A password: it does not tell itself to anyone who prints it. */
public final class Secret {

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /** @param text may be empty */
    public static Secret of(String text) {
        return new Secret(text);
    }

    String reveal() {
        return text;
    }

    /** Asterisks, whatever it is. */
    @Override
    public String toString() {
        return "***";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
