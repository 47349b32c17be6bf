package dev.etagere.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etagere.store.redis.ProtocolModel.Bounds;
import dev.etagere.store.redis.ProtocolModel.Trouble;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol as it is breaks no promise in any order of its steps; where something is left out, an order is found that does. */
@Timeout(300)
class ProtocolModelTest {

    private static final Bounds QUIET = new Bounds(1, 0, 1, 0, 2);
    private static final Bounds TROUBLED = new Bounds(1, 0, 1, 1, 2);

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void inNoOrderIsFoundWhatWasEvicted(int loader) {
        ProtocolModel model = new ProtocolModel(Set.of(), Set.of(), QUIET, loader, true);
        assertThat(model.violation()).isEmpty();
        assertThat(model.states()).isGreaterThan(5_000);
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void norWhateverHappensToRedis(Trouble trouble) {
        ProtocolModel model = new ProtocolModel(Set.of(), EnumSet.of(trouble), TROUBLED, 1, true);
        assertThat(model.violation()).isEmpty();
        assertThat(model.states()).isGreaterThan(10_000);
    }

    @Test
    void norWhileTwoServersAnswerAndEachCallGoesToEither() {
        ProtocolModel model = new ProtocolModel(Set.of(), 3);
        assertThat(model.violation()).isEmpty();
        assertThat(model.states()).isGreaterThan(100_000);
    }

    @ParameterizedTest
    @EnumSource(names = {"MADE_ELSEWHERE", "SENT_ELSEWHERE", "FOLLOWING_WHILE_SENDING"})
    void whereTwoServersAnswerAnOrderIsFoundThatDoes(ModelFlaw flaw) {
        assertThat(new ProtocolModel(Set.of(flaw), 3).violation()).isPresent();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"MADE_ELSEWHERE", "SENT_ELSEWHERE", "FOLLOWING_WHILE_SENDING"})
    void whereSomethingIsLeftOutAnOrderIsFoundThatDoes(ModelFlaw flaw) {
        Bounds bounds = flaw == ModelFlaw.AHEAD_RAISES_POSITION ? new Bounds(2, 1, 1, 0, 2) : TROUBLED;
        boolean knowsHome = flaw != ModelFlaw.NOT_SENT_AGAIN && flaw != ModelFlaw.REMEMBERED_WHEN_ANSWERED;
        Set<Trouble> troubles = knowsHome ? EnumSet.allOf(Trouble.class) : EnumSet.of(Trouble.PROMOTE);
        ProtocolModel model = new ProtocolModel(Set.of(flaw), troubles, bounds, 0, knowsHome);
        assertThat(model.violation()).isPresent();
    }
}
