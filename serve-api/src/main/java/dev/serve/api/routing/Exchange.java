package dev.serve.api.routing;

import dev.serve.api.config.ListenerConfig;
import io.helidon.common.context.Context;
import java.net.SocketAddress;
import java.security.Principal;
import java.util.Optional;

/**
 * One unit of work of any protocol, as a {@link Filter} sees it: an HTTP request now; a WebSocket
 * message, a gRPC call or a TCP frame where those protocols are present.
 *
 * <p>Belongs to the thread that serves it, and is valid until the filter chain returns.
 */
public interface Exchange {

    /** The protocol's name, such as {@code http}. */
    String protocol();

    /** Name of the listener it came in by. */
    String listener();

    /** Configuration of that listener, as it was when the connection was accepted. */
    ListenerConfig config();

    /** What is asked for: the decoded path of an HTTP request. */
    String target();

    /** The first value of a header or metadata field, its name in any case. */
    Optional<String> header(String name);

    /**
     * Address of the peer, which may be a proxy; an unnamed Unix address on a Unix socket. Behind a
     * proxy that sends PROXY protocol headers, the address that it tells.
     */
    SocketAddress remoteAddress();

    /**
     * Address of the client as far as {@code trusted-proxies} tell it, else {@link
     * #remoteAddress()}; never what anybody else has written. See {@link RequestClient#client()}.
     */
    SocketAddress client();

    /** Whether the bytes came over TLS. */
    boolean secure();

    /**
     * Subject of the client certificate that this server verified; empty without one. Never taken
     * from what a client writes.
     */
    Optional<Principal> verifiedClient();

    /** Values that filters and handlers hand on to those behind them. */
    Context context();

    /**
     * Answers with a refusal in the protocol's own words. The handler does not run when the filter
     * returns without calling {@link Filter.Chain#proceed}.
     *
     * @throws IllegalStateException if an answer has already begun
     */
    void reject(Rejection rejection);
}
