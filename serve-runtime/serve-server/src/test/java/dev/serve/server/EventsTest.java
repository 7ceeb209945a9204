package dev.serve.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.event.ServerEvent;
import dev.serve.testing.ExpectLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventsTest {

    private static final ServerEvent EVENT = new ServerEvent.ListenerClosed("web");

    private final List<ServerEvent> heard = new ArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();

    private void fail(ServerEvent event) {
        failures.incrementAndGet();
        throw new IllegalStateException("observer");
    }

    @Test
    void reachEveryObserverInOrder() {
        Events events = new Events(List.of(heard::add, heard::add));
        events.tell(EVENT);
        assertThat(heard).containsExactly(EVENT, EVENT);
    }

    @Test
    void areNotMadeWhenNobodyListens() {
        new Events(List.of())
                .tellSoon(
                        () -> {
                            throw new AssertionError("made");
                        });
    }

    @Test
    void areMadeOnceForAll() {
        AtomicInteger made = new AtomicInteger();
        Events events = new Events(List.of(heard::add, heard::add));
        events.tellSoon(
                () -> {
                    made.incrementAndGet();
                    return EVENT;
                });
        events.close();
        assertThat(made).hasValue(1);
        assertThat(heard).hasSize(2);
    }

    @Test
    @ExpectLog("observers are too slow: 1 events were lost while 10000 waited")
    void ofConnectionsHoldUpNobodyAndKeepTheirOrder() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch slow = new CountDownLatch(1);
        Events events =
                new Events(
                        List.of(
                                event -> {
                                    entered.countDown();
                                    awaitQuietly(slow);
                                    heard.add(event);
                                }));
        events.tellSoon(() -> EVENT);
        assertThat(entered.await(5, SECONDS)).isTrue();
        for (int i = 1; i <= 10_001; i++) {
            ServerEvent event = new ServerEvent.RoutesSwapped("web", i);
            events.tellSoon(() -> event);
        }
        slow.countDown();
        events.close();
        assertThat(heard)
                .hasSize(10_001)
                .startsWith(EVENT, new ServerEvent.RoutesSwapped("web", 1))
                .endsWith(new ServerEvent.RoutesSwapped("web", 10_000));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @ExpectLog("an observer failed on ListenerClosed[listener=web]")
    void reachTheOthersWhenOneFails() {
        Events events = new Events(List.of(this::fail, heard::add));
        events.tell(EVENT);
        assertThat(heard).hasSize(1);
    }

    @Test
    @ExpectLog("an observer failed on")
    @ExpectLog("an observer failed 10 times and is dropped")
    void reachNobodyWhoHasFailedTenTimes() {
        Events events = new Events(List.of(this::fail, heard::add));
        for (int i = 0; i < 20; i++) {
            events.tell(EVENT);
        }
        assertThat(failures).hasValue(10);
        assertThat(heard).hasSize(20);
    }
}
