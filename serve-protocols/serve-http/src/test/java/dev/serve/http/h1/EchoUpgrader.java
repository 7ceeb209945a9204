package dev.serve.http.h1;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import java.nio.charset.StandardCharsets;

/** A protocol after HTTP/1.1 that writes back what it reads, as Helidon's own upgraders do it. */
final class EchoUpgrader implements Http1Upgrader {

    private static final byte[] SWITCHING =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    @Override
    public String supportedProtocol() {
        return "echo";
    }

    @Override
    public ServerConnection upgrade(
            ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        context.dataWriter().writeNow(BufferData.create(SWITCHING));
        return new EchoConnection(context);
    }
}
