/**
 * Traces of what is served, by OpenTelemetry.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.observe.trace.Tracing}: start here; the SDK of one server, and the filter
 *       that makes a span of each exchange
 *   <li>{@link dev.serve.observe.trace.OtlpSender}: sends spans to a collector
 *   <li>{@link dev.serve.observe.trace.LoggedIds}: ids of the work in its log lines
 * </ul>
 */
@NullMarked
package dev.serve.observe.trace;

import org.jspecify.annotations.NullMarked;
