/**
 * What operators and load balancers ask by HTTP.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.observe.http.HealthRoutes}: probes, health and the list of servers
 *   <li>{@link dev.serve.observe.http.MetricsRoutes}: metrics, and figures over time
 *   <li>{@link dev.serve.observe.http.Json}: how answers are written
 *   <li>{@link dev.serve.observe.http.GrpcCall}: which requests are told as calls
 * </ul>
 */
@NullMarked
package dev.serve.observe.http;

import org.jspecify.annotations.NullMarked;
