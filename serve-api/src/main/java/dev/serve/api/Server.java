package dev.serve.api;

import dev.serve.api.change.ChangePlan;
import dev.serve.api.change.ChangeResult;
import dev.serve.api.change.ConfigVersion;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.config.ShutdownOptions;
import dev.serve.api.event.ServerEvent;
import dev.serve.api.event.ServerState;
import dev.serve.api.event.Subscription;
import dev.serve.api.pool.PoolView;
import dev.serve.api.routing.Routes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A server: named listeners, each with its protocols and routes.
 *
 * <pre>{@code
 * Server server = Server.builder()
 *         .listener("web", listener -> listener
 *                 .port(8080)
 *                 .routing(routes -> routes.get("/hello", (req, res) -> res.send("hello"))))
 *         .build()
 *         .start();
 * }</pre>
 *
 * <p>Every method may be called by any thread. A server starts once; a stopped one is not started
 * again.
 */
public interface Server extends AutoCloseable {

    /** Describes a server. */
    static ServerBuilder builder() {
        return new ServerBuilder();
    }

    /**
     * Loads keys, binds every listener and serves. When anything fails, everything is closed again.
     *
     * @return this server
     * @throws ListenerException if a listener cannot be bound or its keys cannot be loaded, with
     *     listener, address and cause
     * @throws IllegalStateException if it was started before
     */
    Server start();

    /**
     * The TCP port that a listener is bound to.
     *
     * @throws IllegalArgumentException if there is no such listener, or it is a Unix socket
     * @throws IllegalStateException before {@link #start}
     */
    int port(String listener);

    /**
     * The connections of a listener: figures, health, and each one to look at and to close.
     *
     * @throws IllegalArgumentException if there is no such listener
     */
    PoolView pool(String listener);

    /**
     * As {@link #pool}, for who looks at {@link #listeners} while they come and go; empty if there
     * is no such listener, as when it has just gone.
     */
    Optional<PoolView> findPool(String listener);

    /** Where the server is in its life. */
    ServerState state();

    /** The configuration in force. */
    ServerConfig config();

    /** The listeners at this moment, in the order of the configuration. */
    List<ListenerView> listeners();

    /**
     * Replaces the code-made routes of a listener: the new table answers from the next request on,
     * requests in flight end on the old one. Routes of the configuration, of the application and of
     * extensions are kept.
     *
     * @return the version of the new table; the first one was 1
     * @throws IllegalArgumentException if there is no such listener or a route cannot be compiled;
     *     nothing is changed
     */
    long routing(String listener, Consumer<Routes> routes);

    /**
     * Puts another configuration of a listener in force while it runs; keys and certificates are
     * loaded anew, also when nothing else changes. Everything that can fail comes first, so a
     * failure changes nothing. A new address is bound and accepts before the old one stops. Limits
     * and deadlines of the pool hold for open connections at once; when a key changes that needs
     * the listener anew, open connections announce their end with their next answer, and are cut
     * when the drain timeout has passed.
     *
     * @param change changes the builder that holds the present values
     * @throws IllegalArgumentException if there is no such listener, a value is out of range or
     *     cannot be changed while it runs, or a route cannot be compiled
     * @throws ListenerException if keys cannot be loaded or the new address cannot be bound
     * @throws IllegalStateException unless the server is running
     */
    void reconfigure(String listener, Consumer<ListenerConfig.Builder> change);

    /**
     * What would happen if another configuration were put in force; nothing happens. Certificate
     * files are looked at: contents that have changed are a difference.
     *
     * @param source who asks for it, for the log and the history
     * @throws dev.serve.api.config.ConfigException if values contradict one another, with every
     *     problem: addresses that clash, limits of which one makes another pointless
     * @throws IllegalStateException unless the server is running
     */
    ChangePlan plan(ServerConfig next, String source);

    /** As {@link #plan(ServerConfig, String)}, asked for by {@code api}. */
    default ChangePlan plan(ServerConfig next) {
        return plan(next, "api");
    }

    /**
     * A plan for the configuration in force with a change.
     *
     * @param change changes the builder that holds the present values
     * @throws IllegalArgumentException if a value is out of range
     * @throws IllegalStateException unless the server is running
     */
    default ChangePlan plan(Consumer<ServerConfig.Builder> change) {
        ServerConfig.Builder builder = config().toBuilder();
        change.accept(builder);
        return plan(builder.build());
    }

    /**
     * Puts a plan in force, all of it or nothing: first everything that can fail is prepared (keys
     * loaded, routes compiled, new addresses bound), then it is put in force, then older
     * connections are sent home where a key needs that. A failure before that changes nothing; one
     * after it takes back what was done. Keys and certificates are loaded anew, also when nothing
     * else changes. One plan at a time; calls wait for one another.
     *
     * @return what became of it; a failure is a result, not an exception
     * @throws IllegalStateException unless the server is running
     */
    ChangeResult apply(ChangePlan plan);

    /**
     * Plans and applies in one, so that no other change comes between.
     *
     * @param change changes the builder that holds the present values
     * @throws IllegalArgumentException if a value is out of range
     * @throws dev.serve.api.config.ConfigException if values contradict one another
     * @throws IllegalStateException unless the server is running
     */
    ChangeResult updateConfig(Consumer<ServerConfig.Builder> change);

    /**
     * As {@link #updateConfig(Consumer)}, by a part of a configuration as RFC 7396 (JSON merge
     * patch) has it: maps are merged key by key, a list or a value takes the place of what was
     * there, and null takes away, so that a listener or an optional section is gone and any other
     * key has its default again.
     *
     * @param part maps, lists, texts, numbers, booleans and nulls; keys and texts as in {@code
     *     serve.yaml}
     * @throws dev.serve.api.config.ConfigException with everything that is wrong, each with its key
     * @throws IllegalStateException unless the server is running
     */
    ChangeResult updateConfig(Map<String, ?> part);

    /**
     * The version of the configuration in force; the first one is 1, or goes on from the history on
     * disk; 0 before the start.
     */
    long version();

    /**
     * The configurations that were, or were to be, in force, the oldest first; as many as {@code
     * history.versions} says.
     */
    List<ConfigVersion> history();

    /**
     * Plans and applies the configuration of an earlier version, as a new one.
     *
     * @throws IllegalArgumentException if the history has no such version, or it was never in force
     * @throws IllegalStateException unless the server is running
     */
    ChangeResult rollback(long version);

    /**
     * What an extension offers under a type, such as {@link dev.serve.api.observe.HealthView} or
     * {@link dev.serve.api.observe.MeterHistory}; of the first extension that does. Look it up when
     * it is needed: extensions start one after another. {@link dev.serve.api.spi.Readiness} is the
     * server's own.
     */
    <T> Optional<T> view(Class<T> type);

    /**
     * Calls {@code observer} with every event from now on, as {@link ServerBuilder#onEvent} says.
     *
     * @param types what it is told of; empty for everything. Who asks for nothing that happens to
     *     connections and pools costs them nothing
     */
    Subscription onEvent(
            Set<Class<? extends ServerEvent>> types, Consumer<? super ServerEvent> observer);

    /**
     * The configuration in force with a part of it changed, as RFC 7396 (JSON merge patch) has it;
     * nothing is put in force.
     *
     * @param part maps, lists, texts, numbers, booleans and nulls; keys and texts as in {@code
     *     serve.yaml}
     * @throws dev.serve.api.config.ConfigException with everything that is wrong
     */
    ServerConfig patched(Map<String, ?> part);

    /**
     * The configuration that a text would be in place of the file that this server was started
     * with: under the same profile, environment and overrides, over the same builder. Nothing is
     * put in force.
     *
     * @param yaml a whole file
     * @throws dev.serve.api.config.ConfigException with everything that is wrong
     */
    ServerConfig parsed(String yaml);

    /**
     * Tells whoever spreads load to send no more, and goes on serving what comes; until {@link
     * #undrain}. Of no effect when it has drained already.
     */
    void drain();

    /** Takes {@link #drain} back; of no effect without it, or when the server stops. */
    void undrain();

    /** Whether the server serves and means to go on: running, not stopping, not drained. */
    boolean isReady();

    /**
     * Stops: goes on accepting for the drain delay, stops accepting, lets requests in flight finish
     * until the deadline, cuts what is left. Calls after the first wait for it and get the same
     * report; a server that never started just becomes {@link ServerState#STOPPED}.
     *
     * @throws IllegalStateException while it is still starting
     */
    default ShutdownReport stop() {
        return gracefulShutdown(ShutdownOptions.AS_CONFIGURED);
    }

    /**
     * As {@link #stop}, with other limits than the configuration's (K-063); a call after the first
     * changes nothing of the stop under way.
     *
     * @throws IllegalArgumentException if a limit is out of range
     * @throws IllegalStateException while it is still starting
     */
    ShutdownReport gracefulShutdown(ShutdownOptions options);

    /** Makes a stop under way cut what is left at once; without one, stops that way. */
    ShutdownReport stopNow();

    /** As {@link #stop}. */
    @Override
    default void close() {
        stop();
    }
}
