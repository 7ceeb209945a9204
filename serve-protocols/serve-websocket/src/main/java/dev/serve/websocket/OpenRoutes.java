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

    /** A table comes into force with these routes. */
    void routes(Set<String> present) {
        routes = Set.copyOf(present);
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

    /** The settings of a route's sessions, open ones included, from now on. */
    Settings settings(String pattern, ListenerConfig listener, WebSocketConfig config) {
        InForce inForce = settings.computeIfAbsent(pattern, _ -> new InForce(listener, config));
        inForce.listener = listener;
        inForce.config = config;
        return inForce;
    }

    private static final class InForce implements Settings {
        private volatile ListenerConfig listener;
        private volatile WebSocketConfig config;

        InForce(ListenerConfig listener, WebSocketConfig config) {
            this.listener = listener;
            this.config = config;
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
