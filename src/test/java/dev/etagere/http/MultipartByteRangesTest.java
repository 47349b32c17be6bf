package dev.etagere.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etagere.http.RangeSelection.ByteRange;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("multipart/byteranges (RFC 9110 §14.6)")
class MultipartByteRangesTest {

    private static final byte[] ALPHABET = "abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);

    private static byte[] written(MultipartByteRanges multipart, byte[] representation) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (MultipartByteRanges.Part part : multipart.parts()) {
            out.writeBytes(part.head());
            out.write(representation, (int) part.range().first(), (int) part.range().length());
        }
        out.writeBytes(multipart.end());
        return out.toByteArray();
    }

    @Test
    void eachPartHasItsTypeAndItsPlace() {
        MultipartByteRanges multipart = MultipartByteRanges.of(List.of(new ByteRange(0, 2), new ByteRange(24, 25)), "B0und", "text/plain",
                26);
        assertThat(multipart.contentType()).isEqualTo("multipart/byteranges; boundary=B0und");
        assertThat(new String(written(multipart, ALPHABET), StandardCharsets.US_ASCII)).isEqualTo(String.join("\r\n",
                "--B0und", "Content-Type: text/plain", "Content-Range: bytes 0-2/26", "", "abc",
                "--B0und", "Content-Type: text/plain", "Content-Range: bytes 24-25/26", "", "yz",
                "--B0und--", ""));
    }

    @Test
    void aRepresentationWithoutATypeHasPartsWithout() {
        MultipartByteRanges multipart = MultipartByteRanges.of(List.of(new ByteRange(0, 0), new ByteRange(9, 9)), "x", "", 26);
        assertThat(new String(written(multipart, ALPHABET), StandardCharsets.US_ASCII)).doesNotContain("Content-Type");
    }

    @Test
    void aTypeWithALineBreakCannotAddFields() {
        MultipartByteRanges multipart = MultipartByteRanges.of(List.of(new ByteRange(0, 0)), "x", "text/plain\r\nSet-Cookie: a=b", 26);
        assertThat(new String(multipart.parts().get(0).head(), StandardCharsets.US_ASCII)).contains("text/plain  Set-Cookie: a=b\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"b", "a\r\nb", "a;b", "\u00e9",
            "0123456789012345678901234567890123456789012345678901234567890123456789x"})
    void aBoundaryThatWouldNeedQuotesIsRefused(String boundary) {
        assertThatThrownBy(() -> MultipartByteRanges.of(List.of(new ByteRange(0, 0)), boundary, "",
                1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void theLengthToldIsTheLengthWritten(@ForAll @IntRange(min = 0, max = 5) int first, @ForAll @IntRange(min = 0, max = 20) int more,
            @ForAll @IntRange(min = 1, max = 9) int parts) {
        ByteRange range = new ByteRange(first, Math.min(25, first + more));
        MultipartByteRanges multipart = MultipartByteRanges.of(java.util.Collections.nCopies(parts, range), "b-1_2.3", "image/png", 26);
        assertThat(written(multipart, ALPHABET)).hasSize((int) multipart.contentLength());
    }
}
