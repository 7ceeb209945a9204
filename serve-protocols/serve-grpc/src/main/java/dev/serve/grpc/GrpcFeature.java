package dev.serve.grpc;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Rule;
import dev.serve.api.routing.Scope;
import dev.serve.grpc.call.CallSettings;
import dev.serve.grpc.call.Counts;
import io.grpc.ServerServiceDefinition;
import io.helidon.common.Weighted;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.spi.ServerFeature;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the gRPC services of one listener onto its HTTP routing, ahead of HTTP's own routes: a call
 * passes the listener's filters as one exchange. Our server sets it up once for each table of
 * routes. Immutable.
 */
public final class GrpcFeature implements ServerFeature, Weighted {

    private static final String TYPE = "serve-grpc";

    private final String listener;
    private final ListenerConfig config;
    private final List<Rule> rules;
    private final Counts counts;

    GrpcFeature(String listener, ListenerConfig config, List<Rule> rules, Counts counts) {
        this.listener = listener;
        this.config = config;
        this.rules = List.copyOf(rules);
        this.counts = counts;
    }

    /**
     * Adds the routes.
     *
     * @throws java.util.NoSuchElementException if the context does not know the listener
     */
    @Override
    public void setup(ServerFeatureContext context) {
        HttpRouting.Builder routing = context.socket(listener).httpRouting();
        CallSettings settings = new CallSettings(config.grpc(), counts);
        List<ServerServiceDefinition> services = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule instanceof Rule.Grpc(var scope, var service)) {
                routing.route(new GrpcRoute(scope, service, settings));
                services.add(service);
            }
        }
        // A health service of the user's own comes first, and answers.
        ServerServiceDefinition health = new Health(services).bindService();
        services.add(health);
        routing.route(new GrpcRoute(Scope.ALL, health, settings));
        if (config.grpc().reflection()) {
            Reflection.of(services)
                    .forEach(service -> routing.route(new GrpcRoute(Scope.ALL, service, settings)));
        }
        routing.route(new UnknownRoute());
    }

    @Override
    public double weight() {
        return Weighted.DEFAULT_WEIGHT + 10;
    }

    @Override
    public String name() {
        return TYPE;
    }

    @Override
    public String type() {
        return TYPE;
    }
}
