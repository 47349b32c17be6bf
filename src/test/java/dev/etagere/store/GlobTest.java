package dev.etagere.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({"'', '', true", "'', a, false", "*, '', true", "*, abc, true", "a*, abc, true", "a*, bac, false", "*c, abc, true",
            "a*c, ac, true", "a*b*c, aXbYc, true", "a*b*c, acb, false", "a.c, abc, false", "?, a, false", "**, x, true", "*ab, aab, true"})
    void aStarStandsForAnythingAndAllElseForItself(String pattern, String text, boolean matches) {
        assertThat(new Glob(pattern).matches(text)).isEqualTo(matches);
    }

    @Property
    void itAgreesWithARegularExpression(@ForAll @StringLength(max = 6) @Chars({'a', 'b', '*'}) String pattern,
            @ForAll @StringLength(max = 8) @CharRange(from = 'a', to = 'b') String text) {
        Pattern expected = Pattern.compile(pattern.replace("*", ".*"), Pattern.DOTALL);
        assertThat(new Glob(pattern).matches(text)).isEqualTo(expected.matcher(text).matches());
    }

    @Test
    void manyStarsDoNotMakeItSlow() {
        Glob glob = new Glob("*a".repeat(200) + "b");
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThat(glob.matches("a".repeat(8_000))).isFalse());
    }
}
