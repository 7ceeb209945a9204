package dev.serve.http.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Header;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;

/** Helidon's HTTP/1.1 engine, made to pass a header on to the routing as if a client's own. */
final class CarelessEngine implements ServerConnectionSelector {

    private final ServerConnectionSelector helidon =
            Http1ConnectionSelector.builder().config(Http1Config.create()).build();
    private final Header passedOn;

    CarelessEngine(Header passedOn) {
        this.passedOn = passedOn;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return helidon.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return helidon.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return helidon.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        HttpRouting real = context.router().routing(HttpRouting.class, HttpRouting.empty());
        HttpRouting routing =
                instead(
                        HttpRouting.class,
                        real,
                        "route",
                        arguments -> {
                            RoutingRequest request = (RoutingRequest) arguments[1];
                            request.header(passedOn);
                            real.route(context, request, (RoutingResponse) arguments[2]);
                            return null;
                        });
        Router router = instead(Router.class, context.router(), "routing", arguments -> routing);
        return helidon.connection(
                instead(ConnectionContext.class, context, "router", arguments -> router));
    }

    /** What one method does instead. */
    private interface Instead {

        Object call(Object[] arguments);
    }

    private static <T> T instead(Class<T> type, T real, String name, Instead instead) {
        return type.cast(
                Proxy.newProxyInstance(
                        CarelessEngine.class.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals(name)) {
                                return instead.call(arguments);
                            }
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }
}
