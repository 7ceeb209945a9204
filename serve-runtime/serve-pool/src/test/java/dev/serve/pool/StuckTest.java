package dev.serve.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.PoolConfig;
import dev.serve.api.event.ServerEvent.RequestStuck;
import dev.serve.api.pool.CloseReason;
import dev.serve.api.spi.Handling;
import dev.serve.testing.ExpectLog;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handlers that do not end when nobody waits for them any longer. */
class StuckTest {

    private final Pools pools = new Pools();
    private final ConnectionPool pool =
            pools.pool(PoolConfig.builder().requestTimeout(Duration.ofSeconds(10)));
    private final Lease lease = ((Admission.Admitted) pool.admit(null)).lease();
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Thread handler = Thread.ofVirtual().start(this::handle);

    private void handle() {
        try {
            begun.countDown();
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @BeforeEach
    void awaitHandler() throws InterruptedException {
        begun.await();
    }

    @AfterEach
    void release() throws InterruptedException {
        released.countDown();
        handler.join();
    }

    private void pass(Duration time) {
        pools.clock.advance(time);
        pool.sweep(pools.clock.nanoTime());
    }

    private RequestStuck told() {
        pool.sweep(pools.clock.nanoTime());
        assertThat(pools.told(RequestStuck.class)).as("told once").hasSize(1);
        return pools.told(RequestStuck.class).getFirst();
    }

    /** A connection whose thread is in the handler, and stays there whatever is asked of it. */
    private final class InHandler implements Pooled {

        @Override
        public Thread thread() {
            return handler;
        }

        @Override
        public void drain() {}

        @Override
        public void abort() {}

        @Override
        public void interrupt() {}

        @Override
        public void answerTimeout(boolean bodyUnfinished) {}
    }

    @Test
    @ExpectLog("conn_000000000001: a handler is still running after 30 s")
    void oneThatWasAnsweredForIsReportedWithItsStack() {
        lease.attach(new InHandler());
        lease.requestBegins();
        pass(Duration.ofSeconds(10));
        pass(Duration.ZERO);
        pass(Duration.ofSeconds(20).minusNanos(1));
        assertThat(pools.told(RequestStuck.class)).isEmpty();
        pass(Duration.ofNanos(1));
        pass(Duration.ofSeconds(20));

        RequestStuck told = told();
        assertThat(told.connectionId()).isEqualTo("conn_000000000001");
        assertThat(told.running()).isEqualTo(Duration.ofSeconds(30));
        assertThat(told.stack())
                .anyMatch(frame -> frame.getClassName().equals(StuckTest.class.getName()));
    }

    @Test
    @ExpectLog("a handler is still running after 20 s")
    void oneOfASessionThatWasCutIsReported() {
        lease.attach(new InHandler());
        lease.protocol("websocket", false);
        lease.abort(CloseReason.ADMIN);
        pass(Duration.ZERO);
        pass(Duration.ofSeconds(20));

        assertThat(told().running()).isEqualTo(Duration.ofSeconds(20));
    }

    private final class Request implements Handling {

        private final long began = pools.clock.nanoTime();
        private boolean ended;

        @Override
        public @Nullable Thread thread() {
            return ended ? null : handler;
        }

        @Override
        public long beganNanos() {
            return began;
        }

        @Override
        public boolean hasEnded() {
            return ended;
        }
    }

    @Test
    @ExpectLog("a handler is still running after 24 s")
    void oneThatOutlivesItsStreamAndItsConnectionIsReported() {
        Request request = new Request();
        pass(Duration.ofSeconds(4));
        lease.handlerOutlives(request);
        lease.close();
        pass(Duration.ofSeconds(20));
        pass(Duration.ofSeconds(20));

        assertThat(told().running()).isEqualTo(Duration.ofSeconds(24));
    }

    @Test
    void oneThatEndsSoonIsNot() {
        Request first = new Request();
        Request second = new Request();
        lease.handlerOutlives(first);
        lease.handlerOutlives(second);
        lease.handlerEnds(first);
        second.ended = true;
        pass(Duration.ofSeconds(60));
        second.ended = false;
        pass(Duration.ofSeconds(60));

        assertThat(pools.told(RequestStuck.class)).isEmpty();
    }

    @Test
    @ExpectLog("a handler is still running after 3 s")
    void theShortestTimeIsThreeSeconds() {
        pool.update(
                PoolConfig.builder().requestTimeout(Duration.ofMillis(1)).build(),
                "trace_00000000002a");
        lease.handlerOutlives(new Request());
        pass(Duration.ofSeconds(3).minusNanos(1));
        assertThat(pools.told(RequestStuck.class)).isEmpty();
        pass(Duration.ofNanos(1));

        assertThat(told()).isNotNull();
    }
}
