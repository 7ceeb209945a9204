/**
 * The routing DSL and what filters see.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.api.routing.Routes}: start here; records the rules of one listener
 *   <li>{@link dev.serve.api.routing.Rule}: what is recorded, and {@link
 *       dev.serve.api.routing.Scope}: where it holds
 *   <li>{@link dev.serve.api.routing.Filter} and {@link dev.serve.api.routing.Exchange}: one chain
 *       for every protocol
 *   <li>{@link dev.serve.api.sse.EventStreamHandler}: server-sent events
 *   <li>{@link dev.serve.api.routing.RequestClient}: who asks, behind proxies
 *   <li>{@link dev.serve.api.routing.RequestTrailers}, {@link dev.serve.api.routing.EarlyHints}:
 *       what HTTP has and Helidon's handlers have no method for
 *   <li>{@link dev.serve.api.routing.RequestTrace}: the span that a request is
 *   <li>{@link dev.serve.api.routing.RequestCall}: how the call that a request carried has ended
 *   <li>{@link dev.serve.api.routing.RouteView}: one line of a listing of routes
 * </ul>
 *
 * <h2>Flow</h2>
 *
 * user's lambda &rarr; {@code Routes} &rarr; rules &rarr; a protocol's compiler &rarr; Helidon
 * routing, swapped as one
 */
@NullMarked
package dev.serve.api.routing;

import org.jspecify.annotations.NullMarked;
