package dev.serve.cli;

import dev.serve.api.Server;
import dev.serve.api.change.ChangePlan;
import dev.serve.api.change.KeyChange;
import dev.serve.api.change.ListenerChange;
import dev.serve.api.config.ConfigException;
import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.ServerConfig;
import dev.serve.config.ConfigLoader;
import dev.serve.config.ConfigSnapshot;
import dev.serve.config.watch.FileWatch;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes a server's configuration anew when its files change or a signal asks for it: loads, plans,
 * applies, and says what came of it. What cannot be used changes nothing, and is tried again when a
 * file changes again. One at a time; any thread may ask.
 */
final class Reconfiguration implements AutoCloseable {

    /** Builders have no part in what the command runs. */
    private static final ServerConfig NO_BUILDER = ServerConfig.builder().build();

    private final ConfigInput input;
    private final ChangeReport report;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Path> files = new LinkedHashSet<>(); // guarded by lock
    private Set<String> secrets = Set.of(); // guarded by lock
    private @Nullable Server server; // guarded by lock
    private @Nullable FileWatch watch; // guarded by lock

    Reconfiguration(ConfigInput input, ChangeReport report) {
        this.input = input;
        this.report = report;
    }

    /**
     * Watches the files of the configuration from now on; called before the server reads them, so
     * that no change falls between.
     *
     * @throws ConfigException if the configuration cannot be used
     */
    void watch() {
        lock.lock();
        try {
            FileWatch watching = new FileWatch(FileWatch.DEFAULT_SETTLING, this::changed);
            watch = watching;
            load();
        } finally {
            lock.unlock();
        }
    }

    /** Takes changes from now on; those that came before the server had started, at once. */
    void of(Server started) {
        lock.lock();
        try {
            server = started;
        } finally {
            lock.unlock();
        }
    }

    private void changed(Set<Path> paths) {
        take(paths.stream().map(Path::toString).collect(Collectors.joining(", ")) + " changed");
    }

    /** Loads, plans, applies and reports; nothing before the server has started. */
    void take(String cause) {
        lock.lock();
        try {
            Server running = server;
            if (running != null) {
                take(cause, running);
            }
        } finally {
            lock.unlock();
        }
    }

    private void take(String cause, Server running) {
        try {
            Set<String> before = secrets;
            ConfigSnapshot snapshot = load();
            ChangePlan plan = running.plan(snapshot.config(), cause);
            report.planned(cause, plan, lines(plan, before));
            report.warned(snapshot.warnings());
            if (!plan.isEmpty()) {
                report.done(cause, running.apply(plan));
            }
        } catch (ConfigException e) {
            report.unusable(cause, e.problems(), running.version());
        } catch (IllegalStateException e) {
            report.impossible(cause, String.valueOf(e.getMessage()));
        }
    }

    /**
     * What is read is watched from just before it is read; what was watched stays so on failure.
     */
    private ConfigSnapshot load() {
        Set<Path> read = new LinkedHashSet<>();
        ConfigSnapshot snapshot =
                ConfigLoader.load(
                        input,
                        NO_BUILDER,
                        Set.of(),
                        file -> {
                            read.add(file);
                            if (files.add(file)) {
                                watchFiles();
                            }
                        });
        files.retainAll(read);
        secrets = snapshot.secrets();
        FileWatch watching = watch;
        if (watching != null) {
            watching.watch(files);
            watching.settle(snapshot.config().watch().debounce());
        }
        return snapshot;
    }

    private void watchFiles() {
        FileWatch watching = watch;
        if (watching != null) {
            watching.watch(files);
        }
    }

    /** The plan less what stays, and less values that came from files and variables of secrets. */
    private List<String> lines(ChangePlan plan, Set<String> before) {
        Set<String> hidden = new LinkedHashSet<>(before);
        hidden.addAll(secrets);
        return masked(plan, hidden).lines().stream()
                .skip(1)
                .filter(line -> !line.startsWith("  = "))
                .toList();
    }

    private static ChangePlan masked(ChangePlan plan, Set<String> hidden) {
        List<ListenerChange> listeners =
                plan.listeners().stream()
                        .map(
                                listener ->
                                        new ListenerChange(
                                                listener.listener(),
                                                listener.kind(),
                                                listener.address(),
                                                listener.keys().stream()
                                                        .map(
                                                                key ->
                                                                        masked(
                                                                                "listeners."
                                                                                        + listener
                                                                                                .listener()
                                                                                        + "."
                                                                                        + key.key(),
                                                                                key,
                                                                                hidden))
                                                        .toList()))
                        .toList();
        List<KeyChange> keys =
                plan.keys().stream().map(key -> masked(key.key(), key, hidden)).toList();
        return new ChangePlan(plan.baseVersion(), plan.source(), listeners, keys, plan.next());
    }

    private static KeyChange masked(String fullKey, KeyChange key, Set<String> hidden) {
        return hidden.contains(fullKey)
                ? new KeyChange(key.key(), "***", "***", key.impact(), key.reason())
                : key;
    }

    /** Whether nobody can read what is reported. */
    boolean isUnheard() {
        return report.isUnheard();
    }

    /** Stops watching; a change under way is ended first. */
    @Override
    public void close() {
        FileWatch watching;
        lock.lock();
        try {
            watching = watch;
            server = null;
        } finally {
            lock.unlock();
        }
        if (watching != null) {
            watching.close();
        }
    }
}
