package dev.serve.server;

import dev.serve.api.config.ConfigException;
import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with the keys of one listener, as it is found. Not thread-safe. */
final class KeyProblems {

    private final String listener;
    private final List<Problem> problems = new ArrayList<>();
    private final List<KeyMaterialException> causes = new ArrayList<>();

    KeyProblems(String listener) {
        this.listener = listener;
    }

    @FunctionalInterface
    interface Step<T> {
        T run() throws KeyMaterialException;
    }

    /**
     * Runs a step; what it complains of becomes a problem with that key.
     *
     * @param block {@code tls.}, or what an entry of it begins with, such as {@code tls.sni[0].}
     */
    <T> Optional<T> attempt(String block, String key, String value, Step<T> step) {
        try {
            return Optional.of(step.run());
        } catch (KeyMaterialException e) {
            boolean passphrase = e.isPassphraseMissing();
            String shown = KeyFiles.describe(value);
            problems.add(
                    new Problem(
                            Origin.of("listener " + listener),
                            "listeners."
                                    + listener
                                    + "."
                                    + block
                                    + (passphrase ? "passphrase" : key),
                            passphrase ? null : shown,
                            passphrase
                                    ? "none (expected: " + e.expected() + " " + shown + ")"
                                    : e.expected()));
            causes.add(e);
            return Optional.empty();
        }
    }

    /** All that was found; at least one problem. */
    ConfigException failure() {
        if (problems.size() == 1) {
            return new ConfigException(problems.getFirst(), causes.getFirst());
        }
        ConfigException all = new ConfigException(problems);
        causes.forEach(all::addSuppressed);
        return all;
    }
}
