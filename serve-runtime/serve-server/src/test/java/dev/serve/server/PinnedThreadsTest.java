package dev.serve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serve.api.event.ServerEvent;
import dev.serve.api.event.ServerEvent.ThreadPinned;
import dev.serve.testing.LogCapture;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PinnedThreadsTest {

    private final List<ServerEvent> told = new CopyOnWriteArrayList<>();

    /** Blocks while it is initialized, which pins its thread. */
    static final class Initialized {

        static {
            block();
        }

        private Initialized() {}
    }

    // Not private: the class that is defined anew is no nest mate.
    static void block() {
        try {
            boolean never = new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
            assert !never;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Initializes that class once more, under another name. */
    private static void initialize() {
        try (InputStream code =
                PinnedThreadsTest.class.getResourceAsStream(
                        "PinnedThreadsTest$Initialized.class")) {
            MethodHandles.lookup().defineHiddenClass(code.readAllBytes(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitTold() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> {
                            Thread.ofVirtual()
                                    .name("pinned-by-test")
                                    .start(PinnedThreadsTest::initialize)
                                    .join();
                            assertThat(told).hasSizeGreaterThan(1);
                        });
    }

    @Test
    void whoBlocksWhilePinnedIsReportedWithItsStackAndLoggedOnce(LogCapture log) {
        PinnedThreads pinned = new PinnedThreads(told::add, System::nanoTime, Duration.ZERO);
        pinned.start();
        try {
            awaitTold();
        } finally {
            pinned.close();
        }
        assertThat(told)
                .filteredOn(event -> ((ThreadPinned) event).thread().equals("pinned-by-test"))
                .isNotEmpty()
                .allSatisfy(
                        event -> {
                            ThreadPinned each = (ThreadPinned) event;
                            assertThat(each.time()).isGreaterThan(Duration.ofMillis(20));
                            assertThat(each.stack().toString())
                                    .contains("PinnedThreadsTest$Initialized", "<clinit>");
                        });
        assertThat(log.entries())
                .filteredOn(entry -> entry.level() == Level.INFO)
                .filteredOn(entry -> entry.message().contains("while pinned to their carrier"))
                .hasSize(1);
    }

    @Test
    void nothingIsWatchedWhenItIsClosedBefore() throws InterruptedException {
        PinnedThreads pinned = new PinnedThreads(told::add, System::nanoTime, Duration.ofHours(1));
        Thread thread = Thread.ofPlatform().start(pinned);
        pinned.close();
        thread.join();
        assertThat(told).isEmpty();
    }
}
