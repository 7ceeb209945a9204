package dev.serve.server.lifecycle;

import dev.serve.api.change.ChangePlan;
import dev.serve.api.change.ChangeResult;
import dev.serve.api.change.ConfigVersion;
import dev.serve.api.change.ConfigVersion.Outcome;
import dev.serve.api.config.ServerConfig;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last configurations that were, or were to be, in force. Bounded: the oldest is forgotten. Any
 * thread.
 */
public final class History {

    private final Deque<ConfigVersion> versions = new ArrayDeque<>(); // guarded by this
    private final InstantSource clock;
    private final @Nullable HistoryFiles files;
    private int limit; // guarded by this
    private long last; // guarded by this

    /**
     * A history that is empty.
     *
     * @param limit how many are kept, at least 1
     * @param files where those that were in force are kept too; null for nowhere
     */
    public History(int limit, InstantSource clock, @Nullable HistoryFiles files) {
        this.limit = limit;
        this.clock = clock;
        this.files = files;
    }

    /** How many are kept from now on. */
    public synchronized void limit(int versions) {
        limit = versions;
        forget();
    }

    /** Begins it with what the server starts with; returns its number, which goes on from files. */
    public synchronized long begin(String source, ServerConfig config) {
        last = files == null ? 0 : files.last();
        return add(source, Outcome.STARTED, List.of(), "started", config);
    }

    /** The number that the next entry gets. */
    public synchronized long next() {
        return last + 1;
    }

    /** Adds what became of a plan; a stale one is no entry. */
    public synchronized void add(ChangeResult result) {
        ChangePlan plan = result.plan();
        switch (result) {
            case ChangeResult.Applied _ -> add(plan, Outcome.APPLIED, result.message());
            case ChangeResult.Restarted _ -> add(plan, Outcome.RESTARTED, result.message());
            case ChangeResult.Refused _ -> add(plan, Outcome.REFUSED, result.message());
            case ChangeResult.RolledBack _ -> add(plan, Outcome.ROLLED_BACK, result.message());
            case ChangeResult.Stale _ -> {}
        }
    }

    private synchronized void add(ChangePlan plan, Outcome outcome, String message) {
        add(plan.source(), outcome, plan.lines(), message, plan.next());
    }

    private synchronized long add(
            String source,
            Outcome outcome,
            List<String> plan,
            String message,
            ServerConfig config) {
        last++;
        ConfigVersion version =
                new ConfigVersion(last, clock.instant(), source, outcome, plan, message, config);
        versions.addLast(version);
        forget();
        if (files != null) {
            files.keep(version, limit);
        }
        return last;
    }

    private synchronized void forget() {
        while (versions.size() > limit) {
            versions.removeFirst();
        }
    }

    /** All that are kept, the oldest first. */
    public synchronized List<ConfigVersion> all() {
        return List.copyOf(versions);
    }

    /**
     * One that was in force.
     *
     * @throws IllegalArgumentException if it is not kept, or was never in force
     */
    public synchronized ConfigVersion committed(long number) {
        List<Long> known =
                versions.stream()
                        .filter(version -> version.outcome().isCommitted())
                        .map(ConfigVersion::version)
                        .toList();
        return versions.stream()
                .filter(version -> version.version() == number)
                .filter(version -> version.outcome().isCommitted())
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "version: "
                                                + number
                                                + " (expected: one of "
                                                + known
                                                + ")"));
    }
}
