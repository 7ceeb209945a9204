/**
 * The echo application: a target that clients of every protocol can be pointed at.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.samples.echo.EchoApplication}: start here; adds routes to each listener by
 *       its protocols
 *   <li>{@code HttpRoutes}, {@code EventRoutes}: the handlers
 *   <li>{@code Parameter}: a number that a client gives, with its range
 *   <li>{@code IndexPage}: what {@code GET /} shows
 * </ul>
 *
 * <h2>Threads</h2>
 *
 * Handlers keep no state; each request runs on its own virtual thread and may block.
 */
@NullMarked
package dev.serve.samples.echo;

import org.jspecify.annotations.NullMarked;
