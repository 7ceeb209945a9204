package dev.serve.api.spi;

/**
 * What there is to say of a WebSocket session that has ended. Immutable.
 *
 * @param id its connection's, with the number of the stream over HTTP/2
 * @param client address of who opened it, as far as it is known; empty of a Unix socket
 * @param path the path of the request that opened it
 * @param traceParent what that request said of a trace (W3C Trace Context); empty if nothing
 * @param code how it was closed (RFC 6455 section 7.4)
 * @param messagesIn whole messages that came
 * @param messagesOut messages that were sent
 * @param nanos how long it lasted
 */
public record SessionEnd(
        String id,
        String client,
        String path,
        String traceParent,
        int code,
        long messagesIn,
        long messagesOut,
        long nanos) {}
