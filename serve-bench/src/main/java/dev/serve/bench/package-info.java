/**
 * JMH benchmarks: what one operation costs, in time and in bytes allocated. What a whole server
 * does is measured by {@code dev.serve.bench.load}; commands and figures are in the README.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.bench.RoutingBenchmark}: a request through our compiled routes and through
 *       Helidon's own; {@code CapturedRequest}: where its requests come from
 *   <li>{@link dev.serve.bench.BindingBenchmark}: a YAML file to typed configuration
 *   <li>{@link dev.serve.bench.AdmissionBenchmark}: a connection into its pool and out
 * </ul>
 */
@NullMarked
package dev.serve.bench;

import org.jspecify.annotations.NullMarked;
