package dev.serve.testing;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * One record that was logged. Immutable.
 *
 * @param level how grave it is
 * @param logger who logged it
 * @param message its text, parameters filled in
 * @param thrown what came with it; null for nothing
 */
public record LogEntry(Level level, String logger, String message, @Nullable Throwable thrown) {

    /** Whether it is at least that grave. */
    public boolean atLeast(Level other) {
        return level.getSeverity() >= other.getSeverity();
    }

    /**
     * {@code WARNING dev.serve.server.Acceptor: refused 3 connections (java.io.IOException: …)}.
     */
    @Override
    public String toString() {
        return level + " " + logger + ": " + message + (thrown == null ? "" : " (" + thrown + ")");
    }
}
