package dev.serve.api.spi;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What was to be a request over HTTP and came to no handler: its engine has answered it, since it
 * was malformed, or too large. Immutable.
 *
 * @param connectionId such as {@code conn_00000000002a}
 * @param peer who sent it; null where that is not known
 * @param protocol with its version, such as {@code http/1.1}
 * @param status of the answer
 * @param reason why, in words of ours
 */
public record RefusedRequest(
        String connectionId,
        @Nullable SocketAddress peer,
        String protocol,
        int status,
        String reason) {}
