package dev.serve.observe.health;

import static java.lang.System.Logger.Level.DEBUG;

import dev.serve.api.observe.HealthCheck;
import dev.serve.api.observe.HealthReport.CheckHealth;
import dev.serve.api.observe.HealthState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One check, asked in a virtual thread of its own and never twice at a time. Any thread. */
final class WatchedCheck {

    private static final System.Logger LOG = System.getLogger(WatchedCheck.class.getName());

    private final HealthCheck check;
    private final LongSupplier nanoTime;
    private final InstantSource clock;

    // Guarded by this object's monitor.
    private @Nullable CheckHealth last;
    private long lastAt;
    private @Nullable Asked asked;
    private boolean hangs;
    private boolean closed;

    WatchedCheck(HealthCheck check, LongSupplier nanoTime, InstantSource clock) {
        this.check = check;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    /** One time that it is asked. */
    private record Asked(long since, CompletableFuture<CheckHealth> answer, Thread thread) {}

    HealthCheck.Probe probe() {
        return check.probe();
    }

    /**
     * What it said last, if that is not too old; else what it will say. One that has not answered
     * in time is waited for once, and is down until it does.
     *
     * @param interval how old it may be
     */
    synchronized Future<CheckHealth> ask(Duration interval) {
        long now = nanoTime.getAsLong();
        CheckHealth known = last;
        if (known != null && (hangs || now - lastAt < interval.toNanos())) {
            return CompletableFuture.completedFuture(known);
        }
        Asked running = asked;
        if (running == null && !closed) {
            CompletableFuture<CheckHealth> answer = new CompletableFuture<>();
            Thread thread =
                    Thread.ofVirtual()
                            .name("serve-health-" + check.name())
                            .unstarted(() -> look(now, answer));
            running = new Asked(now, answer, thread);
            asked = running;
            thread.start();
        }
        return running == null
                ? CompletableFuture.completedFuture(says(HealthState.DOWN, "stopped", now))
                : running.answer();
    }

    /**
     * The answer, waited for until then; one that does not come is interrupted, and counts as down
     * until it has ended.
     *
     * @param deadline in the time that it was given
     */
    CheckHealth await(Future<CheckHealth> answer, long deadline, Duration timeout) {
        try {
            return answer.get(Math.max(0, deadline - nanoTime.getAsLong()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return late(timeout);
        } catch (ExecutionException e) {
            return says(HealthState.DOWN, String.valueOf(e.getCause()), nanoTime.getAsLong());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return says(HealthState.DOWN, "interrupted", nanoTime.getAsLong());
        }
    }

    private synchronized CheckHealth late(Duration timeout) {
        Asked running = asked;
        CheckHealth known = last;
        if (running == null && known != null) {
            return known; // it has answered in this moment
        }
        long now = nanoTime.getAsLong();
        long since = running == null ? now : running.since();
        if (running != null) {
            running.thread().interrupt();
            hangs = true;
        }
        CheckHealth down =
                says(HealthState.DOWN, "no answer within " + timeout.toMillis() + " ms", since);
        last = down;
        lastAt = now;
        return down;
    }

    private void look(long began, CompletableFuture<CheckHealth> answer) {
        CheckHealth said;
        boolean failed = false;
        try {
            HealthCheck.Result result = check.check();
            said =
                    new CheckHealth(
                            check.name(),
                            check.probe(),
                            result.state(),
                            result.reason(),
                            result.details(),
                            Duration.ofNanos(nanoTime.getAsLong() - began),
                            clock.instant());
        } catch (Exception | Error e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.log(DEBUG, "check " + check.name() + " failed", e);
            // Its message may hold what is nobody's business.
            said = says(HealthState.DOWN, "failed: " + e.getClass().getSimpleName(), began);
            failed = true;
        }
        synchronized (this) {
            CheckHealth known = last;
            if (hangs && failed && known != null) {
                said = known; // it was interrupted: that it was late is what there is to know
            }
            last = said;
            lastAt = nanoTime.getAsLong();
            asked = null;
            hangs = false;
        }
        answer.complete(said);
    }

    private CheckHealth says(HealthState state, String reason, long began) {
        return new CheckHealth(
                check.name(),
                check.probe(),
                state,
                reason,
                Map.of(),
                Duration.ofNanos(nanoTime.getAsLong() - began),
                clock.instant());
    }

    /** Interrupts it if it is being asked; it is asked no more. */
    synchronized void close() {
        closed = true;
        Asked running = asked;
        if (running != null) {
            running.thread().interrupt();
        }
    }
}
