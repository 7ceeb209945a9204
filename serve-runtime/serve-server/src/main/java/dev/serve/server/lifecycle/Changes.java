package dev.serve.server.lifecycle;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.serve.api.change.ChangePlan;
import dev.serve.api.change.ChangeResult;
import dev.serve.api.change.Impact;
import dev.serve.api.change.KeyChange;
import dev.serve.api.change.ListenerChange;
import dev.serve.api.change.ListenerChange.Kind;
import dev.serve.api.config.ConfigException;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.Problem;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.event.ServerState;
import dev.serve.api.pool.Ids;
import dev.serve.config.ConfigPatch;
import dev.serve.config.ConfigRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Changes the configuration of a running server, one change at a time: plan, prepare all, commit
 * all, finish. What fails before the commit leaves everything as it was; what fails in it is taken
 * back. Any thread; a change runs in the thread that asked for it.
 */
public final class Changes {

    private static final System.Logger LOG = System.getLogger(Changes.class.getName());

    /** Keys whose change gives the address up, though it may be the same one again. */
    private static final Set<String> OF_THE_ADDRESS =
            Set.of("host", "port", "path", "mode", "backlog", "reuse-address");

    private final ReentrantLock lock = new ReentrantLock();
    private final ServerLife life;
    private final Site site;
    private final History history;
    private final Consumer<ServerEvent> events;
    private final LongSupplier nanoTime;
    private volatile ServerConfig config;
    private volatile long version;

    /** Changes from a first configuration on, which {@link #begin} makes the first version. */
    public Changes(
            ServerLife life,
            Site site,
            History history,
            ServerConfig config,
            Consumer<ServerEvent> events,
            LongSupplier nanoTime) {
        this.life = life;
        this.site = site;
        this.history = history;
        this.config = config;
        this.events = events;
        this.nanoTime = nanoTime;
    }

    /**
     * The server starts with it.
     *
     * @param source where it came from
     */
    public void begin(String source) {
        version = history.begin(source, config);
    }

    /** The configuration in force. */
    public ServerConfig config() {
        return config;
    }

    /** Its version. */
    public long version() {
        return version;
    }

    /** Runs something that no change may come between. */
    public <T> T alone(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** See {@link dev.serve.api.Server#plan(ServerConfig, String)}. */
    public ChangePlan plan(ServerConfig next, String source) {
        return alone(
                () -> {
                    life.require(ServerState.RUNNING, "a change");
                    refuseWhatContradicts(next, source);
                    ChangePlan plan =
                            ChangeClassifier.plan(version, source, config, next, this::contents);
                    if (!plan.isEmpty()) {
                        events.accept(new ServerEvent.ConfigChanged(version, source, keys(plan)));
                    }
                    return plan;
                });
    }

    private List<KeyChange> contents(String listener) {
        return site.listeners().stream()
                .filter(each -> each.name().equals(listener))
                .flatMap(each -> each.changedContents().stream())
                .toList();
    }

    private static List<String> keys(ChangePlan plan) {
        return Stream.concat(
                        plan.listeners().stream().flatMap(Changes::keys),
                        plan.keys().stream().map(KeyChange::key))
                .toList();
    }

    private static Stream<String> keys(ListenerChange change) {
        String name = "listeners." + change.listener();
        return switch (change.kind()) {
            case ADDED, REMOVED -> Stream.of(name);
            case CHANGED -> change.keys().stream().map(key -> name + "." + key.key());
            case UNCHANGED -> Stream.empty();
        };
    }

    /** See {@link dev.serve.api.Server#apply}. */
    public ChangeResult apply(ChangePlan plan) {
        return alone(() -> applied(plan, Set.of()));
    }

    /** See {@link dev.serve.api.Server#updateConfig(Consumer)}. */
    public ChangeResult update(Consumer<ServerConfig.Builder> change) {
        return alone(() -> applied(planned(change, "api"), Set.of()));
    }

    /** See {@link dev.serve.api.Server#updateConfig(Map)}. */
    public ChangeResult update(Map<String, ?> part) {
        return alone(() -> applied(plan(ConfigPatch.apply(config, part), "api"), Set.of()));
    }

    /** See {@link dev.serve.api.Server#rollback}. */
    public ChangeResult rollback(long number) {
        return alone(
                () ->
                        applied(
                                plan(
                                        history.committed(number).config(),
                                        "rollback to version " + number),
                                Set.of()));
    }

    /**
     * Changes one listener, which is built anew whether or not something differs.
     *
     * @throws RuntimeException what kept it from being put in force
     */
    public void renew(String listener, Consumer<ListenerConfig.Builder> change) {
        alone(
                () -> {
                    life.require(ServerState.RUNNING, "listener \"" + listener + "\"");
                    ChangePlan plan = planned(next -> next.listener(listener, change), "api");
                    return switch (applied(plan, Set.of(listener))) {
                        case ChangeResult.Refused refused -> throw refused.cause();
                        case ChangeResult.RolledBack taken -> throw taken.cause();
                        case ChangeResult.Stale stale ->
                                throw new IllegalStateException(stale.message());
                        case ChangeResult.Applied applied -> applied;
                        case ChangeResult.Restarted restarted -> restarted;
                    };
                });
    }

    private ChangePlan planned(Consumer<ServerConfig.Builder> change, String source) {
        ServerConfig.Builder builder = config.toBuilder();
        change.accept(builder);
        return plan(builder.build(), source);
    }

    /**
     * Applies under the lock.
     *
     * @param also listeners that are prepared though nothing of theirs differs
     */
    private ChangeResult applied(ChangePlan plan, Set<String> also) {
        life.require(ServerState.RUNNING, "a change");
        String traceId = Ids.trace();
        if (plan.baseVersion() != version) {
            return ended(traceId, new ChangeResult.Stale(plan, version));
        }
        if (plan.isEmpty() && also.isEmpty()) {
            return new ChangeResult.Applied(plan, version, Duration.ZERO);
        }
        long began = nanoTime.getAsLong();
        LOG.log(DEBUG, () -> traceId + ": " + plan);
        List<Prepared> prepared = new ArrayList<>();
        try {
            refuseWhatContradicts(plan.next(), plan.source());
            refuseWhatNeedsANewStart(plan);
            for (ListenerChange change : plan.listeners()) {
                if (change.kind() != Kind.UNCHANGED || also.contains(change.listener())) {
                    prepared.add(site.prepare(wish(plan, change, traceId)));
                }
            }
        } catch (RuntimeException e) {
            undo(prepared, Prepared::discard, traceId);
            return ended(traceId, new ChangeResult.Refused(plan, version, e));
        }
        List<Prepared> committed = new ArrayList<>();
        try {
            for (Prepared each : prepared) {
                committed.add(each);
                each.commit();
            }
            site.order(List.copyOf(plan.next().listeners().keySet()));
        } catch (RuntimeException e) {
            undo(committed, Prepared::takeBack, traceId);
            undo(prepared.subList(committed.size(), prepared.size()), Prepared::discard, traceId);
            site.order(List.copyOf(config.listeners().keySet()));
            return ended(traceId, new ChangeResult.RolledBack(plan, version, e));
        }
        config = plan.next();
        version = history.next();
        history.limit(config.history().versions());
        Duration took = Duration.ofNanos(nanoTime.getAsLong() - began);
        List<String> restarted = plan.restarted();
        ChangeResult result =
                restarted.isEmpty()
                        ? new ChangeResult.Applied(plan, version, took)
                        : new ChangeResult.Restarted(plan, version, restarted, took);
        // Before old addresses are left, which may take a while: a process that is killed meanwhile
        // was serving this version.
        history.add(result);
        undo(prepared, Prepared::finish, traceId);
        return told(traceId, result);
    }

    /** What code has made meets the rules that a file meets. */
    private static void refuseWhatContradicts(ServerConfig next, String source) {
        List<Problem> problems = ConfigRules.problems(next, source);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private static void refuseWhatNeedsANewStart(ChangePlan plan) {
        if (plan.next().listeners().isEmpty()) {
            throw new IllegalArgumentException("listeners: none (expected: at least one)");
        }
        String keys =
                plan.keys().stream()
                        .filter(key -> key.impact() == Impact.NEW_START)
                        .map(KeyChange::toString)
                        .collect(Collectors.joining("; "));
        if (!keys.isEmpty()) {
            throw new IllegalArgumentException(keys);
        }
    }

    private Site.Wish wish(ChangePlan plan, ListenerChange change, String traceId) {
        ListenerConfig next = plan.next().listeners().get(change.listener());
        ListenerConfig before = config.listeners().get(change.listener());
        Duration own =
                next != null ? next.drainTimeout() : before == null ? null : before.drainTimeout();
        Set<String> moving =
                plan.listeners().stream()
                        .filter(Changes::givesUpItsAddress)
                        .map(ListenerChange::listener)
                        .collect(Collectors.toSet());
        return new Site.Wish(
                change,
                next,
                own == null ? plan.next().shutdown().timeout() : own,
                moving,
                traceId);
    }

    private static boolean givesUpItsAddress(ListenerChange change) {
        return change.kind() == Kind.REMOVED
                || change.keys().stream().anyMatch(key -> OF_THE_ADDRESS.contains(key.key()));
    }

    /** The last one first; one that fails does not keep the others from their turn. */
    private static void undo(List<Prepared> prepared, Consumer<Prepared> how, String traceId) {
        for (Prepared each : prepared.reversed()) {
            try {
                how.accept(each);
            } catch (RuntimeException e) {
                LOG.log(
                        ERROR,
                        traceId + ": listener \"" + each.listener() + "\" is left as it is",
                        e);
            }
        }
    }

    private ChangeResult ended(String traceId, ChangeResult result) {
        history.add(result);
        return told(traceId, result);
    }

    private ChangeResult told(String traceId, ChangeResult result) {
        LOG.log(
                result instanceof ChangeResult.RolledBack ? WARNING : INFO,
                () ->
                        traceId
                                + ": configuration by "
                                + result.plan().source()
                                + ": "
                                + result.message());
        events.accept(new ServerEvent.ChangeEnded(result));
        return result;
    }
}
