package dev.etagere.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.cache.Fence;
import dev.etagere.http.ContentRange;
import dev.etagere.http.Freshness;
import dev.etagere.http.Headers;
import dev.etagere.http.PartialContent;
import dev.etagere.http.Validators;
import dev.etagere.http.Vary;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoredCodecTest {

    private final StoredCodec codec = new StoredCodec();

    private static StoredResponse.Terms terms(ClientControl client) {
        Freshness freshness = Freshness.ofTtl(Duration.ofMinutes(5), Duration.ofSeconds(3), Duration.ofSeconds(4),
                Instant.parse("2026-01-01T00:00:00.123Z"));
        return new StoredResponse.Terms("4:key…", freshness, Vary.of(List.of("Accept-Language")), "2:de", client,
                Set.of("products", "product:7"),
                new Fence(-5, 42));
    }

    private static StoredResponse response(ClientControl client) {
        Headers headers = Headers.of("ETag", "\"1\"", "Content-Type", "text/plain", "Vary", "Accept-Language");
        return new StoredResponse(Representation.of(200, headers, "größe".getBytes(StandardCharsets.UTF_8)), terms(client),
                Headers.of("If-None-Match", "\"1\""));
    }

    private static StoredResponse part() {
        Headers headers = Headers.of("ETag", "\"1\"");
        PartialContent part = new PartialContent(new ContentRange(2, 4, OptionalLong.of(9)), new byte[] {1, 2, 3}, Validators.of(headers));
        return new StoredResponse(Representation.ofPart(headers, part), terms(ClientControl.APPLICATIONS), headers);
    }

    private static final List<Stored> ALL = List.of(response(ClientControl.APPLICATIONS),
            response(new ClientControl.ByPolicy(true, Optional.empty())),
            response(new ClientControl.ByPolicy(false, Optional.of(Duration.ofSeconds(7)))), part(), new Stored.NotCacheable(),
            new VariantIndex(List.of(new VariantIndex.Variant(Vary.of(List.of("A, B")), "x"), new VariantIndex.Variant(Vary.none(), ""))));

    @Test
    void whatIsReadIsWhatWasWritten() {
        for (Stored value : ALL) {
            Stored read = codec.decode(codec.encode(value)).orElseThrow();
            assertThat(codec.encode(read)).isEqualTo(codec.encode(value));
            if (value instanceof StoredResponse response) {
                StoredResponse copy = (StoredResponse) read;
                assertThat(copy.terms()).isEqualTo(response.terms());
                assertThat(copy.representation().headers()).isEqualTo(response.representation().headers());
                assertThat(copy.representation().content()).isEqualTo(response.representation().content());
                assertThat(copy.representation().part()).isEqualTo(response.representation().part());
                assertThat(copy.conditions()).isEqualTo(response.conditions());
            } else {
                assertThat(read).isEqualTo(value);
            }
        }
    }

    @Test
    void everyPrefixIsNothing() {
        for (Stored value : ALL) {
            byte[] bytes = codec.encode(value);
            for (int length = 0; length < bytes.length; length++) {
                assertThat(codec.decode(Arrays.copyOf(bytes, length))).isEmpty();
            }
            assertThat(codec.decode(Arrays.copyOf(bytes, bytes.length + 1))).isEmpty();
        }
    }

    @Test
    void everyOtherVersionIsNothing() {
        byte[] bytes = codec.encode(ALL.get(0));
        for (int version = 0; version < 256; version++) {
            bytes[0] = (byte) version;
            assertThat(codec.decode(bytes).isPresent()).isEqualTo(version == 1);
        }
    }

    @Test
    void aHundredThousandMutationsAreNothing() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = codec.encode(ALL.get(random.nextInt(ALL.size())));
            byte[] mutated = bytes.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                mutated[random.nextInt(mutated.length)] ^= (byte) (1 + random.nextInt(255));
            }
            assertThat(Arrays.equals(bytes, mutated) || codec.decode(mutated).isEmpty()).isTrue();
        }
    }

    @Test
    void withItsChecksumMadeGoodAMutationStillNeitherThrowsNorAllocatesWhatItHasNot() {
        Random random = new Random(11);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = codec.encode(ALL.get(random.nextInt(ALL.size())));
            bytes[5 + random.nextInt(bytes.length - 5)] = (byte) random.nextInt(256);
            java.util.zip.CRC32C sum = new java.util.zip.CRC32C();
            sum.update(bytes, 5, bytes.length - 5);
            for (int b = 0; b < 4; b++) {
                bytes[1 + b] = (byte) (sum.getValue() >>> 24 - 8 * b);
            }
            codec.decode(bytes).ifPresent(value -> assertThat(value.bytes()).isLessThan(10_000));
        }
    }

    @Test
    void foreignBytesAreNothing() {
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            assertThat(codec.decode(bytes)).isEmpty();
        }
    }
}
