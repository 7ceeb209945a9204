package dev.serve.server.lifecycle;

import dev.serve.api.change.ListenerChange;
import dev.serve.api.config.ListenerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The listeners of a server as a change finds them, and how each is changed. */
public interface Site {

    /** Those in force, in the order of the configuration. */
    List<? extends LiveListener> listeners();

    /**
     * Does everything of a change that can fail: keys are loaded, routes compiled, a new address is
     * bound. Nothing is in force yet.
     *
     * @throws IllegalArgumentException if a value or a route cannot be used, naming listener and
     *     key
     * @throws dev.serve.api.ListenerException if keys cannot be loaded or the address not be bound
     */
    Prepared prepare(Wish wish);

    /** Puts them into the order of the configuration; those that are left out stay behind. */
    void order(List<String> names);

    /**
     * What is wanted of one listener.
     *
     * @param change what the plan says of it
     * @param next its configuration to come; null if it is to go
     * @param drain how long its older connections may take to end
     * @param moving names of listeners that give up their address with the same plan
     * @param traceId what the change is called in logs
     */
    record Wish(
            ListenerChange change,
            @Nullable ListenerConfig next,
            Duration drain,
            Set<String> moving,
            String traceId) {

        /** Copies the set. */
        public Wish {
            moving = Set.copyOf(moving);
        }
    }
}
