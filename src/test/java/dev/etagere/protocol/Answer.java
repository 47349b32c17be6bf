package dev.etagere.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the client got, and which requests reached the origin meanwhile. */
record Answer(RawClient.Response response, List<OriginRequest> forwarded) {

    int status() {
        return response.status();
    }

    String body() {
        return new String(response.body(), StandardCharsets.ISO_8859_1);
    }

    List<String> values(String name) {
        return response.fields().stream().filter(field -> field.name().equalsIgnoreCase(name)).map(RawClient.Field::value).toList();
    }

    /** The origin was not asked. */
    Answer assertFromCache() {
        assertThat(forwarded).as("requests that reached the origin; the answer was %s", this).isEmpty();
        return this;
    }

    /** The origin was asked once. */
    Answer assertForwarded() {
        assertThat(forwarded).as("requests that reached the origin; the answer was %s", this).hasSize(1);
        return this;
    }

    /** The origin was asked once whether what is stored still holds. */
    Answer assertValidated() {
        assertForwarded();
        assertThat(forwarded.get(0).isConditional()).as("the origin was asked with a condition: %s", forwarded).isTrue();
        return this;
    }

    /** The origin was asked once, without any condition. */
    Answer assertFetched() {
        assertForwarded();
        assertThat(forwarded.get(0).isConditional()).as("the origin was asked with a condition: %s", forwarded).isFalse();
        return this;
    }

    /** The one request that the origin saw. */
    OriginRequest atOrigin() {
        assertForwarded();
        return forwarded.get(0);
    }

    Answer assertStatus(int expected) {
        assertThat(status()).as("status of %s", this).isEqualTo(expected);
        return this;
    }

    Answer assertBody(String expected) {
        assertThat(body()).as("content of %s", this).isEqualTo(expected);
        return this;
    }

    /** Exactly these field lines, in order. */
    Answer assertField(String name, String... expected) {
        assertThat(values(name)).as("%s of %s", name, this).containsExactly(expected);
        return this;
    }

    Answer assertNoField(String name) {
        assertThat(values(name)).as("%s of %s", name, this).isEmpty();
        return this;
    }

    Answer assertAge(long seconds) {
        return assertField("Age", Long.toString(seconds));
    }

    /** The one member of Cache-Status has these parts. */
    Answer assertCacheStatus(String... parts) {
        assertThat(values("Cache-Status")).as("Cache-Status of %s", this).hasSize(1);
        List<String> actual = List.of(values("Cache-Status").get(0).split("; *"));
        assertThat(actual).as("Cache-Status of %s", this).contains(parts);
        return this;
    }

    @Override
    public String toString() {
        return response.status() + " " + response.fields() + " \"" + body() + '"';
    }
}
