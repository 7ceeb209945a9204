/**
 * The seam between the server and the protocols.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.api.spi.ProtocolProvider}: start here; what a protocol module gives to the
 *       server
 *   <li>{@link dev.serve.api.spi.Door}: an engine (Helidon's {@code ServerConnectionSelector}) and
 *       how it is recognised; {@link dev.serve.api.spi.TlsOnly}: its words for clients without TLS
 *   <li>{@link dev.serve.api.spi.WiredContext}: what an engine finds on a listener of ours: the
 *       {@link dev.serve.api.spi.Wire} (its bytes) and the {@link
 *       dev.serve.api.spi.ConnectionObserver} (who is told of its phases)
 *   <li>{@link dev.serve.api.spi.WireObserver}: who is told of the bytes on a wire; {@link
 *       dev.serve.api.spi.WorkObserver}: who is told of requests, calls and connections as they
 *       end, of calls with their {@link dev.serve.api.spi.CallOrigin}, and of {@link
 *       dev.serve.api.spi.RefusedRequest}s
 *   <li>{@link dev.serve.api.spi.HelidonWire}: a wire over the connection of a plain Helidon
 *       server; {@link dev.serve.api.spi.HeapWire}: what wires that gather in arrays share
 *   <li>{@link dev.serve.api.spi.Handover}: how a route gives the stream or connection of its
 *       request to another protocol, a {@link dev.serve.api.spi.StreamTaker}, which has it as a
 *       {@link dev.serve.api.spi.TakenStream}; {@link dev.serve.api.spi.StreamRouting}: which
 *   <li>{@link dev.serve.api.spi.LastingAnswer}: an answer that goes on until somebody ends it;
 *       both of them are told of the end as an {@link dev.serve.api.spi.EndWatcher}
 *   <li>{@link dev.serve.api.spi.Readiness}: whether the server means to go on, for health checks
 *   <li>{@link dev.serve.api.spi.OutboundQueue}: what waits for one peer, bounded
 *   <li>{@link dev.serve.api.spi.DescribedRoute}: a route that tells what it answers; {@link
 *       dev.serve.api.spi.Origins}: which pages may ask
 * </ul>
 */
@NullMarked
package dev.serve.api.spi;

import org.jspecify.annotations.NullMarked;
