package dev.serve.cli;

import dev.serve.api.Server;
import dev.serve.api.change.ChangePlan;
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
import java.util.function.Consumer;
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
    private @Nullable Server server; // guarded by lock
    private @Nullable FileWatch watch; // guarded by lock
    private Consumer<RunState.Reloads> after = // guarded by lock
            reloads -> {
                // nobody asks
            };

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

    /**
     * Takes changes from now on.
     *
     * @param told what came of each
     */
    void of(Server started, Consumer<RunState.Reloads> told) {
        lock.lock();
        try {
            server = started;
            after = told;
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
                report.begin();
                take(cause, running);
                after.accept(report.last());
            }
        } finally {
            lock.unlock();
        }
    }

    private void take(String cause, Server running) {
        try {
            ConfigSnapshot snapshot = load();
            ChangePlan plan = running.plan(snapshot.config(), cause);
            report.planned(cause, plan, lines(plan));
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

    /** The plan less what stays. */
    private static List<String> lines(ChangePlan plan) {
        return plan.lines().stream().skip(1).filter(line -> !line.startsWith("  = ")).toList();
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
