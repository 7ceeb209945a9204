/**
 * Counts what a server does.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.observe.metrics.Meters}: start here; the registry and all that is in it
 *   <li>{@link dev.serve.observe.metrics.MeterName}: every name, once; {@code docs/metrics.md} is
 *       made from it
 *   <li>{@link dev.serve.observe.metrics.ListenerMeters}: what is counted as work ends; nothing is
 *       looked up by name, allocated or locked there
 *   <li>{@link dev.serve.observe.metrics.TracedTimers}: timers that remember traces (exemplars)
 *   <li>{@link dev.serve.observe.metrics.OtlpMeters}: sends all of it to a collector, where asked
 *       to
 * </ul>
 *
 * <p>Micrometer's registry for Prometheus is used directly: the formatter of Helidon's provider is
 * of an older client without exemplars, and its meters wrap Micrometer's. But the registry takes
 * part in Micrometer's global one, which that provider counts in: what users count by Helidon's API
 * is on the page.
 */
@NullMarked
package dev.serve.observe.metrics;

import org.jspecify.annotations.NullMarked;
