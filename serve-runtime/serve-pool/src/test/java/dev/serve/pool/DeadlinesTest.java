package dev.serve.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.PoolConfig;
import dev.serve.api.event.ServerEvent.ConnectionTimedOut;
import dev.serve.api.pool.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Every deadline, swept one nanosecond before it and at it; limits are 10, 20 … 70 ms so that none
 * is mistaken for another.
 */
class DeadlinesTest {

    private final PoolConfig.Builder limits =
            PoolConfig.builder()
                    .handshakeTimeout(Duration.ofMillis(10))
                    .connectionTimeout(Duration.ofMillis(20))
                    .headersTimeout(Duration.ofMillis(30))
                    .bodyTimeout(Duration.ofMillis(40))
                    .writeTimeout(Duration.ofMillis(50))
                    .keepAliveTimeout(Duration.ofMillis(60))
                    .requestTimeout(Duration.ofMillis(70));

    private final Pools pools = new Pools();
    private final ConnectionPool pool = pools.pool(limits);
    private final Recorded connection = Recorded.on(pool.admit(null));
    private final Lease lease = connection.lease;

    private void pass(long millis) {
        pools.clock.advance(Duration.ofMillis(millis));
    }

    private void update(PoolConfig.Builder next) {
        pool.update(next.build(), "trace_00000000002a");
    }

    private boolean sweepCuts() {
        pool.sweep(pools.clock.nanoTime());
        return connection.aborted.get() > 0;
    }

    private boolean sweepAnswers() {
        pool.sweep(pools.clock.nanoTime());
        return connection.answered408.get() + connection.answered503.get() > 0;
    }

    /** Cut after that many milliseconds from now, and not a nanosecond sooner. */
    private void assertCutAfter(long millis, CloseReason reason) {
        pools.clock.advance(Duration.ofMillis(millis).minusNanos(1));
        assertThat(sweepCuts()).as("a nanosecond before the deadline").isFalse();
        pools.clock.advance(Duration.ofNanos(1));
        assertThat(sweepCuts()).as("at the deadline").isTrue();
        assertThat(pool.closed()).containsEntry(reason, 1L);
        assertThat(pool.closed().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(1);
        assertThat(pools.told(ConnectionTimedOut.class))
                .singleElement()
                .satisfies(
                        told -> {
                            assertThat(told.deadline()).isEqualTo(reason);
                            assertThat(told.timeout()).isEqualTo(Duration.ofMillis(millis));
                            assertThat(told.connectionId()).isEqualTo("conn_000000000001");
                        });
    }

    private void bytesCome() {
        lease.waitsToRead();
        lease.received(1);
    }

    private long requestBegins() {
        bytesCome();
        return lease.requestBegins();
    }

    private void requestEnds(long began) {
        lease.answerBegins();
        lease.requestEnds(began, lease.now(), false);
    }

    @Test
    void aSilentConnection() {
        lease.waitsToRead();
        assertCutAfter(20, CloseReason.CONNECTION_TIMEOUT);
    }

    @Test
    void aHandshakeThatDoesNotEnd() {
        lease.handshakeBegins();
        bytesCome();
        assertCutAfter(10, CloseReason.HANDSHAKE_TIMEOUT);
    }

    @Test
    void aConnectionThatIsSilentAfterItsHandshake() {
        lease.handshakeBegins();
        pass(9);
        lease.handshakeEnds();
        assertCutAfter(20, CloseReason.CONNECTION_TIMEOUT);
    }

    @Test
    void aConnectionThatIsSilentAfterTheHeaderOfItsProxy() {
        lease.proxyBegins();
        pass(19);
        bytesCome();
        lease.proxyEnds();
        assertCutAfter(20, CloseReason.CONNECTION_TIMEOUT);
    }

    @Test
    void aHeadThatComesByteByByte() {
        bytesCome();
        pass(20);
        bytesCome();
        pass(9);
        bytesCome();
        assertCutAfter(1 + 29, CloseReason.HEADERS_TIMEOUT, 29);
    }

    private void assertCutAfter(long millis, CloseReason reason, long passedAlready) {
        pools.clock.advance(Duration.ofMillis(millis - passedAlready).minusNanos(1));
        assertThat(sweepCuts()).isFalse();
        pools.clock.advance(Duration.ofNanos(1));
        assertThat(sweepCuts()).isTrue();
        assertThat(pool.closed()).containsEntry(reason, 1L);
    }

    @Test
    void aHeadThatTheEngineTellsOf() {
        long began = requestBegins();
        requestEnds(began);
        pass(59);
        lease.headBegins();
        assertCutAfter(30, CloseReason.HEADERS_TIMEOUT);
    }

    @Test
    void anEndOfInputIsNoHead() {
        long began = requestBegins();
        requestEnds(began);
        lease.waitsToRead();
        lease.received(0);
        assertCutAfter(60, CloseReason.KEEP_ALIVE_TIMEOUT);
    }

    @Test
    void aBodyThatStalls() {
        requestBegins();
        lease.answerBegins();
        pass(100);
        assertThat(sweepCuts()).as("a handler may take its time").isFalse();
        bytesCome();
        lease.waitsToRead();
        assertCutAfter(40, CloseReason.BODY_TIMEOUT);
    }

    @Test
    void aBodyThatStallsIsAnsweredWith408WhileNoAnswerHasBegun() {
        requestBegins();
        lease.waitsToRead();
        pass(39);
        assertThat(sweepAnswers()).isFalse();
        pass(1);
        assertThat(sweepAnswers()).isTrue();
        assertThat(connection.answered408).hasValue(1);
        assertThat(lease.answerBegins()).as("the engine comes too late").isFalse();
        assertThat(pool.closed()).containsEntry(CloseReason.BODY_TIMEOUT, 1L);
    }

    @Test
    void aPeerThatStopsReading() {
        requestBegins();
        lease.waitsToWrite();
        assertCutAfter(50, CloseReason.WRITE_TIMEOUT);
    }

    @Test
    void aWriteThatGoesOnIsNotCut() {
        requestBegins();
        lease.answerBegins();
        for (int i = 0; i < 10; i++) {
            lease.waitsToWrite();
            pass(49);
            assertThat(sweepCuts()).isFalse();
            lease.sent(1);
        }
        pass(1_000);
        assertThat(sweepCuts()).isFalse();
    }

    @Test
    void anIdleConnectionBetweenRequests() {
        long began = requestBegins();
        lease.answerBegins();
        pass(500);
        lease.requestEnds(began, lease.now(), false);
        lease.waitsToRead();
        assertCutAfter(60, CloseReason.KEEP_ALIVE_TIMEOUT);
    }

    @Test
    void anIdleConnectionThatWasAskedToEndCountsAsDrained() {
        requestEnds(requestBegins());
        lease.retire();
        pass(60);
        assertThat(sweepCuts()).isTrue();
        assertThat(pool.closed())
                .containsEntry(CloseReason.DRAINED, 1L)
                .containsEntry(CloseReason.KEEP_ALIVE_TIMEOUT, 0L);
    }

    @Test
    void theNextRequestHasAHeadOfItsOwn() {
        requestEnds(requestBegins());
        pass(59);
        bytesCome();
        assertCutAfter(30, CloseReason.HEADERS_TIMEOUT);
    }

    @Test
    void aMultiplexedConnectionIsIdleWithNoRequestInFlightWhateverFramesCome() {
        bytesCome();
        lease.protocol("h2", true);
        long began = lease.requestBegins();
        lease.waitsToRead();
        pass(1_000);
        assertThat(sweepCuts()).as("a request is in flight").isFalse();
        lease.requestEnds(began, lease.now(), false);
        pass(30);
        bytesCome();
        assertCutAfter(60, CloseReason.KEEP_ALIVE_TIMEOUT, 30);
    }

    @Test
    void aMultiplexedConnectionIsNotIdleWithAStreamOpen() {
        bytesCome();
        lease.protocol("h2", true);
        lease.streamOpens();
        pass(1_000);
        assertThat(sweepCuts()).isFalse();
        lease.streamCloses(false);
        assertCutAfter(60, CloseReason.KEEP_ALIVE_TIMEOUT);
    }

    @Test
    void aSessionKeepsItsOwnDeadlines() {
        long began = requestBegins();
        lease.answerBegins();
        lease.protocol("websocket", false);
        lease.requestEnds(began, lease.now(), false);
        lease.waitsToRead();
        pass(100_000);
        assertThat(sweepCuts()).isFalse();
        lease.waitsToWrite();
        assertCutAfter(50, CloseReason.WRITE_TIMEOUT);
    }

    @Test
    void newLimitsHoldFromTheNextSweepOn() {
        lease.waitsToRead();
        update(limits.connectionTimeout(Duration.ofMillis(5)));
        assertCutAfter(5, CloseReason.CONNECTION_TIMEOUT);
    }

    @Test
    void aConnectionIsEndedOnce() {
        Lease stuck = ((Admission.Admitted) pool.admit(null)).lease();
        pass(20);
        pool.sweep(pools.clock.nanoTime());
        pool.sweep(pools.clock.nanoTime());
        assertThat(pools.told(ConnectionTimedOut.class)).hasSize(2);
        stuck.close();
        assertThat(pool.closed()).containsEntry(CloseReason.CONNECTION_TIMEOUT, 2L);
    }

    @Nested
    class AHandlerThatDoesNotAnswer {

        @Test
        void isAnsweredForWith503() {
            requestBegins();
            pools.clock.advance(Duration.ofMillis(70).minusNanos(1));
            assertThat(sweepAnswers()).isFalse();
            pools.clock.advance(Duration.ofNanos(1));
            assertThat(sweepAnswers()).isTrue();
            assertThat(connection.answered503).hasValue(1);
            assertThat(lease.answerBegins()).as("the engine comes too late").isFalse();
            assertThat(pool.closed()).containsEntry(CloseReason.REQUEST_TIMEOUT, 1L);
        }

        @Test
        void isAnsweredForWith408WhileItsBodyIsUnfinished() {
            requestBegins();
            lease.bodyBegins();
            pass(70);
            assertThat(sweepAnswers()).isTrue();
            assertThat(connection.answered408).hasValue(1);
        }

        @Test
        void isAnsweredForWith503AfterItsBodyHasCome() {
            requestBegins();
            lease.bodyBegins();
            lease.bodyEnds();
            pass(70);
            assertThat(sweepAnswers()).isTrue();
            assertThat(connection.answered503).hasValue(1);
        }

        @Test
        void isLeftAloneOnceItsAnswerHasBegun() {
            requestBegins();
            assertThat(lease.answerBegins()).isTrue();
            assertThat(lease.answerBegins()).as("told twice").isTrue();
            pass(100_000);
            assertThat(sweepAnswers()).isFalse();
            assertThat(sweepCuts()).isFalse();
        }

        @Test
        void hasTheWholeTimeForEachRequest() {
            requestEnds(requestBegins());
            pass(50);
            requestBegins();
            pass(69);
            assertThat(sweepAnswers()).isFalse();
            pass(1);
            assertThat(sweepAnswers()).isTrue();
        }

        @Test
        void isNotAnsweredForOnAMultiplexedConnection() {
            bytesCome();
            lease.protocol("h2", true);
            lease.requestBegins();
            pass(100_000);
            assertThat(sweepAnswers()).isFalse();
            assertThat(sweepCuts()).isFalse();
            assertThat(lease.answerBegins()).isTrue();
        }
    }

    @Nested
    class AConnectionOfManyRequests {

        @Test
        void announcesItsEndWithTheLastOne() {
            update(limits.maxRequests(2));
            requestEnds(requestBegins());
            assertThat(lease.isDraining()).isFalse();
            long last = requestBegins();
            assertThat(lease.isDraining()).isTrue();
            requestEnds(last);
            lease.close();
            assertThat(pool.closed()).containsEntry(CloseReason.MAX_REQUESTS, 1L);
        }
    }

    @Nested
    class AnOldConnection {

        private static final int MANY = 100;

        @Test
        void isDrainedWithinATenthOfItsAge() {
            update(
                    limits.maxConnections(MANY + 1)
                            .connectionTimeout(Duration.ofHours(1))
                            .maxAge(Duration.ofSeconds(1)));
            List<Recorded> all = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                all.add(Recorded.on(pool.admit(null)));
            }
            pass(899);
            pool.sweep(pools.clock.nanoTime());
            assertThat(pool.counts().active()).isEqualTo(MANY + 1);
            pass(101);
            pool.sweep(pools.clock.nanoTime());
            assertThat(pool.counts().active()).as("half of them").isBetween(40, 60);
            pass(100);
            pool.sweep(pools.clock.nanoTime());
            assertThat(pool.counts().active()).isZero();
            assertThat(all).allSatisfy(each -> assertThat(each.drained).hasValue(1));
            assertThat(pool.closed()).containsEntry(CloseReason.MAX_AGE, MANY + 1L);
        }

        @Test
        void finishesWhatIsInFlight() {
            update(limits.maxAge(Duration.ofMillis(1)));
            long began = requestBegins();
            lease.answerBegins();
            pass(2);
            pool.sweep(pools.clock.nanoTime());
            assertThat(lease.isDraining()).isTrue();
            assertThat(pool.counts().active()).isEqualTo(1);
            lease.requestEnds(began, lease.now(), false);
            lease.close();
            assertThat(pool.closed()).containsEntry(CloseReason.MAX_AGE, 1L);
        }
    }
}
