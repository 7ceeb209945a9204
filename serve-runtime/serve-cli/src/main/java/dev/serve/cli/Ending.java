package dev.serve.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends the server of a directory: SIGTERM, and SIGKILL after a deadline. One use, one thread. */
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

    /** How long it may take without another word: what the server allows itself, and a little. */
    Duration usual() throws IOException {
        Optional<RunState> state = files.state(process);
        return state.map(RunState::stopping).orElse(Duration.ofSeconds(30)).plus(BESIDES);
    }

    /** Ends it, and takes away what it leaves. */
    Outcome within(Duration deadline, PrintWriter err, Style style)
            throws IOException, InterruptedException {
        CompletableFuture<ProcessHandle> gone = process.onExit();
        try (Progress progress = new Progress("Stopping process " + process.pid(), err, style)) {
            if (!process.destroy() && process.isAlive()) {
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
    }

    private static boolean isOver(
            CompletableFuture<ProcessHandle> gone, Duration deadline, Progress progress)
            throws InterruptedException {
        while (progress.took().compareTo(deadline) < 0) {
            try {
                gone.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException e) {
                progress.goesOn();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a process cannot be waited for", e);
            }
        }
        return false;
    }
}
