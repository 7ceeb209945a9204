package dev.serve.grpc.call;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.SecurityLevel;
import io.helidon.http.HeaderName;
import io.helidon.webserver.http.ServerRequest;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, and what the head of the request said. Immutable.
 *
 * @param authority the host that was asked
 * @param metadata the fields of the request
 * @param attributes what grpc-java tells of a transport
 * @param level how the bytes came
 * @param timeout value of grpc-timeout; null without one
 * @param encoding value of grpc-encoding; null without one
 * @param accepts value of grpc-accept-encoding; empty without one
 * @param context what filters handed on
 */
public record Caller(
        String authority,
        Metadata metadata,
        Attributes attributes,
        SecurityLevel level,
        @Nullable String timeout,
        @Nullable String encoding,
        String accepts,
        io.helidon.common.context.Context context) {

    /**
     * The one of a request.
     *
     * @param tls the session of its connection; null on a plain one
     */
    public static Caller of(ServerRequest request, @Nullable SSLSession tls) {
        Attributes.Builder attributes =
                Attributes.newBuilder()
                        .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, request.remotePeer().address())
                        .set(Grpc.TRANSPORT_ATTR_LOCAL_ADDR, request.localPeer().address());
        if (tls != null) {
            attributes.set(Grpc.TRANSPORT_ATTR_SSL_SESSION, tls);
        }
        String accepts = first(request, Fields.GRPC_ACCEPT_ENCODING);
        return new Caller(
                request.authority(),
                Fields.metadata(request.headers()),
                attributes.build(),
                request.isSecure() ? SecurityLevel.PRIVACY_AND_INTEGRITY : SecurityLevel.NONE,
                first(request, Fields.GRPC_TIMEOUT),
                first(request, Fields.GRPC_ENCODING),
                accepts == null ? "" : accepts,
                request.context());
    }

    /** Whether it has named an encoding of messages among those that it accepts. */
    boolean takes(String encoding) {
        for (String accepted : accepts.split(",", -1)) {
            if (accepted.strip().equals(encoding)) {
                return true;
            }
        }
        return false;
    }

    /** The same, of whom no encoding of messages is known. */
    Caller withoutEncodings() {
        return new Caller(authority, metadata, attributes, level, timeout, null, "", context);
    }

    private static @Nullable String first(ServerRequest request, HeaderName name) {
        return request.headers().first(name).orElse(null);
    }
}
