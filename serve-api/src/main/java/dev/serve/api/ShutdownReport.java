package dev.serve.api;

import java.time.Duration;

/**
 * How a stop went. Immutable.
 *
 * @param took from the call of stop to its end
 * @param inFlightAtStart requests that were being served when the stop began
 * @param finished of those connections that were open, how many ended by themselves or when idle
 * @param cut connections closed with work in them when the deadline had passed, or by a second stop
 */
public record ShutdownReport(Duration took, int inFlightAtStart, int finished, int cut) {}
