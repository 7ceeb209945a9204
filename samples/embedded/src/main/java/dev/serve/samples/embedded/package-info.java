/**
 * A server inside a program of your own.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@code Main}: start here; begins the work and the server, ends both
 *   <li>{@code WordCounts}: the program's own work, which knows nothing of HTTP
 *   <li>{@code TextRoutes}: how the work is asked for over HTTP
 * </ul>
 */
@NullMarked
package dev.serve.samples.embedded;

import org.jspecify.annotations.NullMarked;
