package dev.serve.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.event.ServerEvent;
import dev.serve.testing.ExpectLog;
import java.util.ArrayList;
import java.util.List;
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
                .tell(
                        () -> {
                            throw new AssertionError("made");
                        });
    }

    @Test
    void areMadeOnceForAll() {
        AtomicInteger made = new AtomicInteger();
        Events events = new Events(List.of(heard::add, heard::add));
        events.tell(
                () -> {
                    made.incrementAndGet();
                    return EVENT;
                });
        assertThat(made).hasValue(1);
        assertThat(heard).hasSize(2);
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
