package dev.serve.config;

import dev.serve.api.config.Http2Config;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.Origin;
import dev.serve.api.config.PoolConfig;
import dev.serve.api.config.Problem;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.config.ShutdownConfig;
import dev.serve.api.config.ValueTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Limits of which one makes the other pointless: whoever wrote both meant something else. */
final class Contradictions {

    private final Function<String, Origin> places;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * @param places where keys stand in files and other layers
     */
    Contradictions(Function<String, Origin> places) {
        this.places = places;
    }

    /** One problem for each pair, at the limit that is too large. */
    List<Problem> of(ServerConfig config) {
        config.listeners().forEach(this::listener);
        shutdown(config.shutdown());
        return List.copyOf(problems);
    }

    private void listener(String name, ListenerConfig listener) {
        String section = "listeners." + name + ".";
        PoolConfig pool = listener.pool();
        Integer perPeer = pool.maxConnectionsPerPeer();
        if (perPeer != null && perPeer > pool.maxConnections()) {
            problem(
                    section + "pool.max-connections-per-peer",
                    perPeer.toString(),
                    "at most max-connections, which is " + pool.maxConnections());
        }
        Http2Config http2 = listener.http2();
        memory(section, "max-frame-size", http2.maxFrameSize(), http2);
        memory(section, "initial-window-size", http2.initialWindowSize(), http2);
        memory(section, "max-header-list-size", http2.maxHeaderListSize(), http2);
    }

    private void memory(String section, String key, long size, Http2Config http2) {
        if (size > http2.maxSessionMemory()) {
            problem(
                    section + "http2." + key,
                    ValueTypes.SIZE.print(size),
                    "at most max-session-memory, which is "
                            + ValueTypes.SIZE.print(http2.maxSessionMemory()));
        }
    }

    private void shutdown(ShutdownConfig shutdown) {
        String key = "shutdown.drain-delay";
        if (shutdown.drainDelay().compareTo(shutdown.timeout()) > 0) {
            problem(
                    key,
                    ValueTypes.DURATION.print(shutdown.drainDelay()),
                    "at most shutdown.timeout, which takes it in and is "
                            + ValueTypes.DURATION.print(shutdown.timeout()));
        }
    }

    private void problem(String key, String value, String expected) {
        problems.add(new Problem(place(key), key, value, expected));
    }

    private Origin place(String key) {
        return places.apply(key);
    }
}
