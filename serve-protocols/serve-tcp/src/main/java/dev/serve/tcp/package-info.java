/**
 * Framed byte streams over TCP, TLS and Unix sockets.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.tcp.TcpProtocol}: start here; what the server finds by {@code
 *       ServiceLoader}
 *   <li>{@link dev.serve.tcp.TcpFeature}: puts a listener's rule onto it, as a {@code TcpRouting}
 *       that its {@code TcpSelector} hands to each {@code TcpSession}
 *   <li>{@code TcpSession}: one connection: reads, runs the handler, says goodbye; {@code Outbox}:
 *       what waits for its peer
 *   <li>{@code FrameFilters}, {@code FrameExchange}: every frame passes the filters
 * </ul>
 *
 * <h2>Threads</h2>
 *
 * The connection's own virtual thread reads and runs the handler. Whoever sends writes as far as
 * the peer takes bytes; a virtual thread waits for the peer with what is left.
 */
@NullMarked
package dev.serve.tcp;

import org.jspecify.annotations.NullMarked;
