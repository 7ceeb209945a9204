package dev.serve.server;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

import dev.serve.api.event.ServerEvent;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingStream;

/**
 * Reports virtual threads of this process that block while they are pinned to their carrier, as
 * native code and class initializers do: other connections have one carrier less meanwhile. JFR
 * sees them (jdk.VirtualThreadPinned), and nothing else is recorded. It takes a tenth of a second
 * and some megabytes, so it begins a while after the server, in a thread of its own; where it
 * cannot, nothing is reported. A line in the log at most once a minute, an event for each.
 */
final class PinnedThreads implements Runnable {

    private static final System.Logger LOG = System.getLogger(PinnedThreads.class.getName());
    private static final String EVENT = "jdk.VirtualThreadPinned";

    /** A start, and most tests, are over by then. */
    private static final Duration DELAY = Duration.ofSeconds(10);

    private static final Duration SHORTEST = Duration.ofMillis(20);
    private static final long MOST_BYTES = 4 << 20;
    private static final long LOG_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int FRAMES_IN_LOG = 12;

    private final Consumer<ServerEvent> events;
    private final LongSupplier nanoTime;
    private final Duration delay;
    private final CountDownLatch closed = new CountDownLatch(1);
    private long untold; // the stream's own, with the next one
    private long nextLogNanos;

    /** Not started; {@code events} is told in a thread of JFR's. */
    PinnedThreads(Consumer<ServerEvent> events) {
        this(events, System::nanoTime, DELAY);
    }

    /** As above, after another delay. */
    PinnedThreads(Consumer<ServerEvent> events, LongSupplier nanoTime, Duration delay) {
        this.events = events;
        this.nanoTime = nanoTime;
        this.delay = delay;
        this.nextLogNanos = nanoTime.getAsLong();
    }

    void start() {
        Thread.ofPlatform().name("serve-pinned").daemon().start(this);
    }

    @Override
    public void run() {
        try {
            if (!closed.await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
                watch();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(DEBUG, "pinned threads are not seen: no JFR", e);
        }
    }

    private void watch() throws InterruptedException {
        try (RecordingStream stream = new RecordingStream()) {
            stream.setMaxSize(MOST_BYTES);
            stream.enable(EVENT).withThreshold(SHORTEST).withStackTrace();
            stream.onEvent(EVENT, this::pinned);
            stream.startAsync();
            closed.await();
        }
    }

    private void pinned(RecordedEvent event) {
        RecordedThread thread = event.getThread();
        ServerEvent.ThreadPinned told =
                new ServerEvent.ThreadPinned(
                        thread == null ? "" : Objects.toString(thread.getJavaName(), ""),
                        event.getDuration(),
                        event.hasField("pinnedReason")
                                ? Objects.toString(event.getString("pinnedReason"), "")
                                : "",
                        stack(event.getStackTrace()));
        untold++;
        long now = nanoTime.getAsLong();
        if (now - nextLogNanos >= 0) {
            log(told, untold);
            untold = 0;
            nextLogNanos = now + LOG_EVERY_NANOS;
        }
        events.accept(told);
    }

    private static List<StackTraceElement> stack(RecordedStackTrace trace) {
        return trace == null
                ? List.of()
                : trace.getFrames().stream()
                        .filter(RecordedFrame::isJavaFrame)
                        .map(PinnedThreads::element)
                        .toList();
    }

    private static StackTraceElement element(RecordedFrame frame) {
        return new StackTraceElement(
                frame.getMethod().getType().getName(),
                frame.getMethod().getName(),
                null,
                frame.getLineNumber());
    }

    private static void log(ServerEvent.ThreadPinned pinned, long count) {
        LOG.log(
                INFO,
                () ->
                        "virtual threads blocked "
                                + count
                                + (count == 1 ? " time" : " times")
                                + " while pinned to their carrier; the last, \""
                                + pinned.thread()
                                + "\", for "
                                + pinned.time().toMillis()
                                + " ms ("
                                + pinned.reason()
                                + "), at"
                                + pinned.stack().stream()
                                        .limit(FRAMES_IN_LOG)
                                        .map(frame -> System.lineSeparator() + "  " + frame)
                                        .collect(Collectors.joining()));
    }

    /** Ends it soon; waits for nothing, since JFR takes its time. */
    void close() {
        closed.countDown();
    }
}
