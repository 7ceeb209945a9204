package dev.serve.testing;

import dev.serve.api.Server;
import dev.serve.api.ServerBuilder;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Runs a server for tests: in a static field for all tests of a class, in an instance field for
 * each of them.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final ServeExtension SERVE = ServeExtension.of(server -> server
 *         .listener("web", web -> web.port(8080).routing(Main::routes)));
 * }</pre>
 *
 * <p>The server runs under the profile {@code testing}, with every TCP listener moved to the
 * loopback address and a free port, whatever builder and file say; Unix sockets stay where they
 * are. It stops after the last test, before threads are looked at.
 *
 * <p>Parameters of tests: {@link Server}; {@code @Port("web") int}; a {@link TestHttpClient},
 * {@link RawClient}, {@link URI}, {@link InetSocketAddress} or {@link Path}, with {@link Listener}
 * where the server has several listeners. What it gave is closed with the test. The accessors give
 * the same, and may be called by any thread while the server runs.
 *
 * <p>Clients of a TLS listener trust the certificates that the listener is configured with, unless
 * {@link #clientTls} says otherwise.
 */
public final class ServeExtension
        implements BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                ParameterResolver {

    private static final Set<Class<?>> TYPES =
            Set.of(
                    Server.class,
                    TestHttpClient.class,
                    RawClient.class,
                    URI.class,
                    InetSocketAddress.class,
                    Path.class);

    private final Consumer<ServerBuilder> setUp;
    private @Nullable SSLContext clientTls;
    private volatile @Nullable RunningServer running;
    private String startedIn = "";

    private ServeExtension(Consumer<ServerBuilder> setUp) {
        this.setUp = setUp;
    }

    /** A server as {@code setUp} describes it on a new builder. */
    public static ServeExtension of(Consumer<ServerBuilder> setUp) {
        return new ServeExtension(setUp);
    }

    /** Keys and authorities of the clients that it gives; before the server starts. */
    public ServeExtension clientTls(SSLContext context) {
        this.clientTls = context;
        return this;
    }

    /** The running server. */
    public Server server() {
        return running().server();
    }

    /** The bound TCP port of a listener. */
    public int port(String listener) {
        return server().port(listener);
    }

    /** {@code http://127.0.0.1:49152}, or {@code https://…} of a listener with TLS. */
    public URI uri(String listener) {
        return running().uri(listener);
    }

    /** A client of a listener; all calls for one listener give the same. */
    public TestHttpClient http(String listener) {
        return running().http(listener);
    }

    /** A new connection to a listener, over TLS when it has it; closed with the test. */
    public RawClient raw(String listener) {
        return running().raw(listener);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        startUnlessRunning(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        startUnlessRunning(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        running().closeConnections();
        stopIfStartedIn(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stopIfStartedIn(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == Path.class || type == URI.class) {
            return parameter.isAnnotated(Listener.class);
        }
        return TYPES.contains(type) || (type == int.class && parameter.isAnnotated(Port.class));
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == Server.class) {
            return server();
        }
        String given =
                type == int.class
                        ? parameter.findAnnotation(Port.class).map(Port::value).orElse("")
                        : parameter.findAnnotation(Listener.class).map(Listener::value).orElse("");
        String listener = given.isEmpty() ? running().onlyListener() : given;
        if (type == int.class) {
            return port(listener);
        }
        if (type == TestHttpClient.class) {
            return http(listener);
        }
        if (type == RawClient.class) {
            return raw(listener);
        }
        if (type == URI.class) {
            return uri(listener);
        }
        return type == Path.class ? running().path(listener) : running().address(listener);
    }

    private void startUnlessRunning(ExtensionContext context) {
        if (running == null) {
            running = RunningServer.start(setUp, clientTls);
            startedIn = context.getUniqueId();
        }
    }

    /** Nested classes and tests use the server of what encloses them, and leave it running. */
    private void stopIfStartedIn(ExtensionContext context) {
        RunningServer server = running;
        if (server != null && startedIn.equals(context.getUniqueId())) {
            running = null;
            server.close();
        }
    }

    private RunningServer running() {
        RunningServer current = running;
        if (current == null) {
            throw new IllegalStateException(
                    "no server runs (expected: to be asked between the start and the end of a test)");
        }
        return current;
    }
}
