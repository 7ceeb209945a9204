package dev.serve.cli;

import io.helidon.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends the server of a directory: SIGTERM, unless it is stopping already, and SIGKILL after a
 * deadline. One use, one thread.
 */
final class Ending {

    private static final long LOOK_MILLIS = 100;

    /** Beyond what the server itself allows its stop: what comes before and after. */
    private static final Duration BESIDES = Duration.ofSeconds(10);

    private static final Duration UNTIL_KILLED = Duration.ofSeconds(10);

    private final RunFiles files;
    private final ProcessHandle process;

    Ending(RunFiles files, ProcessHandle process) {
        this.files = files;
        this.process = process;
    }

    /** What became of it. */
    enum Outcome {
        /** It stopped by itself, having been asked to. */
        STOPPED,
        /** It did not within the deadline. */
        KILLED,
        /** This user may not end it. */
        FORBIDDEN
    }

    /**
     * A process that was to end.
     *
     * @param atMost how long it was given
     */
    record Ended(Outcome outcome, long pid, Duration atMost, Duration took) {

        boolean isWell() {
            return outcome == Outcome.STOPPED;
        }

        String text() {
            return "Process "
                    + pid
                    + " "
                    + switch (outcome) {
                        case STOPPED -> "stopped in " + Words.seconds(took) + ".";
                        case KILLED ->
                                "did not stop within "
                                        + Words.seconds(atMost)
                                        + ", and was killed.";
                        case FORBIDDEN -> "belongs to another user, who may stop it.";
                    };
        }

        JsonObject.Builder json() {
            return JsonObject.builder()
                    .set("outcome", outcome.name().toLowerCase(Locale.ROOT))
                    .set("pid", pid)
                    .set("milliseconds", took.toMillis());
        }
    }

    /** Ends it in the time it takes without another word: what it allows itself, and a little. */
    Ended usual(Console console) throws IOException, InterruptedException {
        Optional<RunState> state = files.state(process);
        return within(
                state.map(RunState::stopping).orElse(Duration.ofSeconds(30)).plus(BESIDES),
                console);
    }

    /** Ends it, and takes away what it leaves. */
    Ended within(Duration deadline, Console console) throws IOException, InterruptedException {
        CompletableFuture<ProcessHandle> gone = process.onExit();
        try (Progress progress = console.progress("Stopping process " + process.pid())) {
            Outcome outcome = outcome(gone, deadline, progress);
            return new Ended(outcome, process.pid(), deadline, progress.took());
        }
    }

    private Outcome outcome(
            CompletableFuture<ProcessHandle> gone, Duration deadline, Progress progress)
            throws IOException, InterruptedException {
        // To one that is stopping, a second signal says to cut what is in flight.
        boolean asked = files.state(process).filter(RunState::draining).isPresent();
        if (!asked && !process.destroy() && process.isAlive()) {
            return Outcome.FORBIDDEN;
        }
        if (isOver(gone, deadline, progress)) {
            files.holder();
            return Outcome.STOPPED;
        }
        process.destroyForcibly();
        isOver(gone, deadline.plus(UNTIL_KILLED), progress);
        files.holder();
        return Outcome.KILLED;
    }

    private boolean isOver(
            CompletableFuture<ProcessHandle> gone, Duration deadline, Progress progress)
            throws InterruptedException {
        while (progress.took().compareTo(deadline) < 0) {
            try {
                gone.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException e) {
                if (isUnburied()) {
                    return true;
                }
                progress.goesOn();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a process cannot be waited for", e);
            }
        }
        return false;
    }

    /**
     * Whether it has ended and nobody has asked for its exit code, which is to be seen on Linux
     * (proc_pid_stat(5)): in a container whose first process is no init, it stays so for ever.
     */
    private boolean isUnburied() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false;
        }
    }
}
