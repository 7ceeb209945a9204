package dev.serve.tcp;

import dev.serve.api.tcp.FrameCodec;
import dev.serve.api.tcp.TcpHandler;
import io.helidon.webserver.Routing;
import org.jspecify.annotations.Nullable;

/** What serves the connections of one listener. Immutable. */
record TcpRouting(FrameCodec codec, TcpHandler handler, FrameFilters filters) implements Routing {

    /** Makes a {@link TcpRouting}. Not thread-safe. */
    static final class Builder implements io.helidon.common.Builder<Builder, TcpRouting> {

        private @Nullable TcpRouting routing;

        Builder serves(FrameCodec codec, TcpHandler handler, FrameFilters filters) {
            routing = new TcpRouting(codec, handler, filters);
            return this;
        }

        @Override
        public TcpRouting build() {
            TcpRouting made = routing;
            if (made == null) {
                throw new IllegalStateException("no rule (expected: one, as problems() says)");
            }
            return made;
        }
    }
}
