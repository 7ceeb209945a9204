package dev.serve.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.PoolConfig;
import dev.serve.api.pool.CloseReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A body that dribbles, where 100 bytes a second are asked for. */
class BodyRateTest {

    private final PoolConfig.Builder limits =
            PoolConfig.builder()
                    .bodyTimeout(Duration.ofSeconds(2))
                    .requestTimeout(Duration.ofHours(1))
                    .minBodyRate(100);

    private final Pools pools = new Pools();
    private final ConnectionPool pool = pools.pool(limits);
    private final Recorded connection = Recorded.on(pool.admit(null));
    private final Lease lease = connection.lease;

    private long requestBegins() {
        lease.waitsToRead();
        lease.received(1);
        return lease.requestBegins();
    }

    private boolean sweepCuts() {
        pool.sweep(pools.clock.nanoTime());
        return connection.aborted.get() > 0;
    }

    private boolean sweepAnswers() {
        pool.sweep(pools.clock.nanoTime());
        return connection.answered408.get() + connection.answered503.get() > 0;
    }

    private void pass(long millis) {
        pools.clock.advance(Duration.ofMillis(millis));
    }

    private void aSecondBrings(int bytes) {
        lease.waitsToRead();
        pass(1_000);
        lease.received(bytes);
    }

    @Test
    void isRefusedAfterFiveSeconds() {
        requestBegins();
        for (int second = 1; second < 5; second++) {
            aSecondBrings(99);
            assertThat(sweepAnswers()).isFalse();
        }
        aSecondBrings(99);
        assertThat(sweepAnswers()).isTrue();
        assertThat(connection.answered408).hasValue(1);
        assertThat(pool.closed()).containsEntry(CloseReason.BODY_RATE, 1L);
    }

    @Test
    void mayBeJustFastEnough() {
        requestBegins();
        for (int second = 0; second < 60; second++) {
            aSecondBrings(100);
            assertThat(sweepAnswers()).isFalse();
        }
    }

    @Test
    void isJudgedOnAverage() {
        requestBegins();
        aSecondBrings(1_000);
        for (int second = 1; second < 10; second++) {
            aSecondBrings(0);
            assertThat(sweepAnswers()).isFalse();
        }
        aSecondBrings(0);
        assertThat(sweepAnswers()).isTrue();
    }

    @Test
    void isNotSlowWhileNobodyWaitsForIt() {
        requestBegins();
        for (int second = 0; second < 60; second++) {
            pass(1_000);
            lease.received(1);
            assertThat(sweepAnswers()).isFalse();
        }
    }

    @Test
    void isCutWhenTheAnswerHasBegun() {
        requestBegins();
        lease.answerBegins();
        for (int second = 0; second < 5; second++) {
            aSecondBrings(1);
        }
        assertThat(sweepCuts()).isTrue();
        assertThat(pool.closed()).containsEntry(CloseReason.BODY_RATE, 1L);
    }

    @Test
    void doesNotCountForTheNextRequest() {
        long began = requestBegins();
        for (int second = 0; second < 4; second++) {
            aSecondBrings(1);
        }
        lease.answerBegins();
        lease.requestEnds(began, lease.now(), false);
        requestBegins();
        for (int second = 0; second < 4; second++) {
            aSecondBrings(1);
            assertThat(sweepAnswers()).isFalse();
        }
    }

    @Test
    void mayTakeForEverWithoutALimit() {
        pool.update(limits.minBodyRate(0).build(), "trace_00000000002a");
        requestBegins();
        for (int second = 0; second < 60; second++) {
            aSecondBrings(0);
            assertThat(sweepAnswers()).isFalse();
        }
    }
}
