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
 * </ul>
 *
 * <p>Micrometer's registry for Prometheus is used directly: the formatter of Helidon's provider was
 * compiled against another shape of its own API than the one that Helidon 4.5 has, and its meters
 * wrap Micrometer's.
 */
@NullMarked
package dev.serve.observe.metrics;

import org.jspecify.annotations.NullMarked;
