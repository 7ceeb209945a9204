package dev.serve.api.config;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What {@link ConfigHelper#createGrpcConfig} is told. Not thread-safe. */
public final class GrpcServerOptions extends BaseServerOptions<GrpcServerOptions> {

    private static final int PORT = 50_051;

    GrpcServerOptions() {
        super(PORT);
        listener().protocols(List.of("grpc"));
        settings(
                settings ->
                        settings.maxConnectionIdle(Duration.ofMinutes(5))
                                .maxConnectionAge(Duration.ofHours(1)));
    }

    /**
     * Key, certificate and whom to trust; plain without, mutual where a client's certificate is
     * required. Our keys {@code tls.*}.
     */
    public GrpcServerOptions ssl(Consumer<SSLConfig> change) {
        SSLConfig ssl = new SSLConfig();
        change.accept(ssl);
        if (ssl.isEnabled()) {
            listener().tls(ssl.config());
        }
        return this;
    }

    /** Silence after which a client is asked whether it is there; default 30 s. */
    public GrpcServerOptions keepAliveTime(Duration time) {
        return settings(settings -> settings.keepAliveTime(time));
    }

    /** How long it may take to answer; default 5 s. */
    public GrpcServerOptions keepAliveTimeout(Duration timeout) {
        return settings(settings -> settings.pingTimeout(timeout));
    }

    /** Largest message of a client, in bytes; default 4 MiB. */
    public GrpcServerOptions maxReceiveMessageLength(long bytes) {
        return settings(settings -> settings.maxReceiveMessageLength(bytes));
    }

    /** Largest message of a handler, in bytes; default 4 MiB. */
    public GrpcServerOptions maxSendMessageLength(long bytes) {
        return settings(settings -> settings.maxSendMessageLength(bytes));
    }

    /**
     * Everything else of its calls and connections, of which one is asked to go after 5 minutes
     * without a call, and after an hour in any case, with 30 s of grace. Our keys {@code grpc.*}.
     */
    public GrpcServerOptions settings(Consumer<GrpcConfig.Builder> settings) {
        listener().grpc(settings);
        return this;
    }

    @Override
    GrpcServerOptions self() {
        return this;
    }
}
