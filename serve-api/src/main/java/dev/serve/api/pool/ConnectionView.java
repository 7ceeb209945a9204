package dev.serve.api.pool;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A connection at one moment. Immutable. Times of bytes are exact to a quarter of a second.
 *
 * @param id such as {@code conn_00000000002a}
 * @param listener name of its listener
 * @param peer address of the peer, of the client behind a proxy if that said so; empty on a Unix
 *     socket
 * @param local address it came in at
 * @param protocol as far as it is known: {@code accepted}, {@code proxy}, {@code handshake}, {@code
 *     detecting}, then {@code http/1.1}, {@code h2}, …
 * @param draining whether it takes nothing new
 * @param tls what the handshake has settled; null before and on a plain connection
 * @param unixPeer who is at the other end of a Unix socket; null on others
 * @param opened when it was let in
 * @param lastIn when bytes last came; null if none have
 * @param lastOut when bytes last went; null if none have
 * @param bytesIn bytes received
 * @param bytesOut bytes sent
 * @param requests requests so far
 * @param inFlight of these, how many are being served
 * @param streams streams opened so far on a multiplexed connection
 * @param streamsActive of these, how many are open
 * @param streamErrors of these, how many ended by an error or a reset
 * @param messagesIn messages of sessions received (K-058); 0 where there are none
 * @param messagesOut messages that sessions have taken to send
 * @param roundTrip as the last answered ping has measured it; null before
 * @param closeReason why it is being closed; null while it is not
 */
public record ConnectionView(
        String id,
        String listener,
        String peer,
        String local,
        String protocol,
        boolean draining,
        @Nullable TlsFacts tls,
        @Nullable UnixPeer unixPeer,
        Instant opened,
        @Nullable Instant lastIn,
        @Nullable Instant lastOut,
        long bytesIn,
        long bytesOut,
        long requests,
        int inFlight,
        long streams,
        int streamsActive,
        long streamErrors,
        long messagesIn,
        long messagesOut,
        @Nullable Duration roundTrip,
        @Nullable CloseReason closeReason) {}
