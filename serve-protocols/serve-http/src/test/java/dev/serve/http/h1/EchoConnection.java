package dev.serve.http.h1;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;

/** Writes back what it reads, with what Helidon gives to every protocol. */
public record EchoConnection(ConnectionContext context) implements ServerConnection {

    @Override
    public void handle(Limit limit) {
        try {
            while (true) {
                BufferData read = context.dataReader().readBuffer();
                byte[] copy = new byte[read.available()];
                read.read(copy);
                context.dataWriter().writeNow(BufferData.create(copy));
            }
        } catch (DataReader.InsufficientDataAvailableException e) {
            // The peer has ended its side.
        }
    }

    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {}
}
