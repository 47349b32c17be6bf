package dev.etagere.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ByteHoldTest {

    @RepeatedTest(20)
    void holdsWhatWasWrittenHoweverItWasCut(RepetitionInfo repetition) throws IOException {
        Random random = new Random(repetition.getCurrentRepetition());
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        ByteHold hold = new ByteHold();
        for (int i = 0; i < 100; i++) {
            byte[] piece = new byte[random.nextInt(5_000)];
            random.nextBytes(piece);
            if (random.nextInt(4) == 0) {
                expected.write(7);
                hold.write(7);
            } else {
                int offset = random.nextInt(piece.length + 1);
                expected.write(piece, offset, piece.length - offset);
                hold.write(piece, offset, piece.length - offset);
            }
        }
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        hold.sendTo(sent);
        assertThat(hold.size()).isEqualTo(expected.size());
        assertThat(sent.toByteArray()).isEqualTo(expected.toByteArray());
        assertThat(hold.toBytes()).isEqualTo(expected.toByteArray());
    }

    @Test
    void expectedLengthIsHeldInOneArrayThatIsNotCopied() {
        ByteHold hold = new ByteHold();
        hold.expect(3);
        hold.write(new byte[] {1, 2}, 0, 2);
        hold.write(3);
        assertThat(hold.toBytes()).containsExactly(1, 2, 3).isSameAs(hold.toBytes());
    }

    @Test
    void moreThanExpectedIsHeldAsWell() {
        ByteHold hold = new ByteHold();
        hold.expect(2);
        hold.write(new byte[] {1, 2, 3}, 0, 3);
        assertThat(hold.toBytes()).containsExactly(1, 2, 3);
    }

    @Test
    void clearedHoldsNothing() {
        ByteHold hold = new ByteHold();
        hold.write(new byte[3_000], 0, 3_000);
        hold.clear();
        assertThat(hold.size()).isZero();
        assertThat(hold.toBytes()).isEmpty();
    }
}
