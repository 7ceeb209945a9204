package dev.serve.websocket;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.WebSocketConfig;
import dev.serve.websocket.deflate.ContextMemory;
import dev.serve.websocket.session.Sessions;
import dev.serve.websocket.session.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the sessions of one listener share over all tables of its routes: their number, the memory
 * of their compression, and the settings in force, by the pattern of the route. Thread-safe.
 */
final class OpenRoutes {

    private final Sessions sessions = new Sessions();
    private final ContextMemory memory = new ContextMemory();
    private final Map<String, InForce> settings = new ConcurrentHashMap<>();

    /** What the routes of the newest table are known by. */
    private volatile Set<String> routes = Set.of();

    /** A table comes into force: sessions that are open keep to it from now on. */
    void inForce(WebSocketTable table) {
        table.settings()
                .forEach(
                        (pattern, config) -> {
                            InForce now = settings.get(pattern);
                            if (now != null) {
                                now.change(table.config(), config);
                            }
                        });
        routes = table.known();
    }

    /** Whether a route is in the newest table. */
    boolean has(String route) {
        return routes.contains(route);
    }

    Sessions sessions() {
        return sessions;
    }

    ContextMemory memory() {
        return memory;
    }

    /**
     * The settings of a route's sessions, over all tables.
     *
     * @param listener until a table comes into force
     * @param config until then, too
     */
    Settings settings(String pattern, ListenerConfig listener, WebSocketConfig config) {
        return settings.computeIfAbsent(pattern, _ -> new InForce(listener, config));
    }

    private static final class InForce implements Settings {
        private volatile ListenerConfig listener;
        private volatile WebSocketConfig config;

        InForce(ListenerConfig listener, WebSocketConfig config) {
            this.listener = listener;
            this.config = config;
        }

        void change(ListenerConfig nextListener, WebSocketConfig nextConfig) {
            listener = nextListener;
            config = nextConfig;
        }

        @Override
        public WebSocketConfig config() {
            return config;
        }

        @Override
        public Duration bodyTimeout() {
            return listener.pool().bodyTimeout();
        }

        @Override
        public Duration writeTimeout() {
            return listener.pool().writeTimeout();
        }
    }
}
