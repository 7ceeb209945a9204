/**
 * What operators and load balancers ask by HTTP.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.observe.http.HealthRoutes}: probes, health and the list of servers
 *   <li>{@link dev.serve.observe.http.Json}: how answers are written
 * </ul>
 */
@NullMarked
package dev.serve.observe.http;

import org.jspecify.annotations.NullMarked;
