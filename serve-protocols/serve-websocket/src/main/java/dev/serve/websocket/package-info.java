/**
 * WebSocket on the listeners (RFC 6455, 7692, 8441).
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.websocket.WebSocketProtocol}: how the server finds this module
 *   <li>{@link dev.serve.websocket.WebSocketFeature}: puts routes onto a listener; {@code
 *       WebSocketTable}: what they are made of, {@code OpenRoutes}: what outlives it
 *   <li>{@link dev.serve.websocket.WebSocketUpgrader}: the same for a plain Helidon server
 *   <li>{@code WebSocketRoute}: one of them; {@code Handshake}: who is let in; {@code
 *       SessionTaker}: goes on from there
 *   <li>{@code EndpointHandling}, {@code HelidonHandling}: sessions to the code of the route;
 *       {@code MessageFilters}: what every message passes before
 * </ul>
 */
@NullMarked
package dev.serve.websocket;

import org.jspecify.annotations.NullMarked;
