package dev.serve.api.observe;

import dev.serve.api.pool.PoolHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The health of a server at one moment: of its pools, its listeners, what it depends on and the
 * process, merged to the worst. Immutable.
 *
 * @param state the worst of all that is in it
 * @param reasons why it is not {@link HealthState#UP}, each with what it speaks of; empty when it
 *     is
 * @param live whether the process can go on; if not, only a new one helps
 * @param started whether the start has ended well
 * @param ready whether new work is to be sent here
 * @param draining whether the server stops
 * @param configVersion the version of the configuration in force
 * @param lastChange what became of the last other configuration handed in, such as {@code applied}
 *     or {@code refused: ...}; empty when there was none
 * @param listeners in the order of the configuration
 * @param checks in the order of their names
 * @param at when it was judged
 */
public record HealthReport(
        HealthState state,
        List<String> reasons,
        boolean live,
        boolean started,
        boolean ready,
        boolean draining,
        long configVersion,
        String lastChange,
        List<ListenerHealth> listeners,
        List<CheckHealth> checks,
        Instant at) {

    /** Copies the lists. */
    public HealthReport {
        reasons = List.copyOf(reasons);
        listeners = List.copyOf(listeners);
        checks = List.copyOf(checks);
    }

    /**
     * The health of one listener, its pool included. Immutable.
     *
     * @param name its name
     * @param protocols what it speaks
     * @param address the address as bound
     * @param port the bound TCP port; -1 on a Unix socket
     * @param state the worse of listener and pool
     * @param reasons why it is not {@link HealthState#UP}
     * @param pool how its pool is
     */
    public record ListenerHealth(
            String name,
            List<String> protocols,
            String address,
            int port,
            HealthState state,
            List<String> reasons,
            PoolHealth pool) {

        /** Copies the lists. */
        public ListenerHealth {
            protocols = List.copyOf(protocols);
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * What a check has said last. Immutable.
     *
     * @param name of the check
     * @param probe which question it takes part in
     * @param state what it said; {@link HealthState#DOWN} if it failed or did not answer in time
     * @param reason in words; empty if there is nothing to say
     * @param details figures of its own
     * @param took how long it took
     * @param at when it was asked
     */
    public record CheckHealth(
            String name,
            HealthCheck.Probe probe,
            HealthState state,
            String reason,
            Map<String, String> details,
            Duration took,
            Instant at) {

        /** Copies the map. */
        public CheckHealth {
            details = Map.copyOf(details);
        }
    }
}
