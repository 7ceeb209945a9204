package dev.serve.observe.health;

import dev.serve.api.config.HealthConfig;
import dev.serve.api.observe.HealthCheck;
import dev.serve.api.observe.HealthCheck.Probe;
import dev.serve.api.observe.HealthReport.CheckHealth;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Asks checks of dependencies, all at a time and under one deadline: one that hangs or throws
 * spoils nobody. Any thread.
 */
public final class Checks implements AutoCloseable {

    private final List<WatchedCheck> checks;
    private final LongSupplier nanoTime;

    /**
     * Checks by their names.
     *
     * @throws IllegalArgumentException if two have the same one
     */
    public Checks(List<HealthCheck> checks, LongSupplier nanoTime, InstantSource clock) {
        Set<String> names = new HashSet<>();
        for (HealthCheck check : checks) {
            if (!names.add(check.name())) {
                throw new IllegalArgumentException(
                        "health check: \"" + check.name() + "\" (expected: a name not yet taken)");
            }
        }
        this.nanoTime = nanoTime;
        this.checks =
                checks.stream()
                        .sorted(Comparator.comparing(HealthCheck::name))
                        .map(check -> new WatchedCheck(check, nanoTime, clock))
                        .toList();
    }

    /** What each of them says, in the order of their names; within the time-out of a check. */
    public List<CheckHealth> ask(HealthConfig config) {
        return ask(config, _ -> true);
    }

    /** What those that take part in some questions say: nobody waits for the others. */
    public List<CheckHealth> ask(HealthConfig config, Predicate<Probe> wanted) {
        long deadline = nanoTime.getAsLong() + config.checkTimeout().toNanos();
        List<WatchedCheck> asked =
                checks.stream().filter(check -> wanted.test(check.probe())).toList();
        List<Future<CheckHealth>> answers =
                asked.stream().map(check -> check.ask(config.checkInterval())).toList();
        List<CheckHealth> said = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            said.add(asked.get(i).await(answers.get(i), deadline, config.checkTimeout()));
        }
        return said;
    }

    /** Interrupts those that are being asked. */
    @Override
    public void close() {
        checks.forEach(WatchedCheck::close);
    }
}
