package dev.serve.grpc;

import com.google.protobuf.util.JsonFormat;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Rule;
import dev.serve.api.routing.Scope;
import dev.serve.grpc.call.CallSettings;
import dev.serve.grpc.call.Counts;
import dev.serve.grpc.json.Binding;
import dev.serve.grpc.json.JsonMethod;
import dev.serve.grpc.json.JsonService;
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
        List<Rule.Grpc> services = services();
        services.forEach(
                rule -> routing.route(new GrpcRoute(rule.scope(), rule.service(), settings)));
        routing.route(new UnknownRoute());
        if (config.grpc().web() || config.grpc().json()) {
            plain(routing, services, settings);
        }
    }

    /** Those of the rules, then those that every listener has. */
    private List<Rule.Grpc> services() {
        List<Rule.Grpc> all = new ArrayList<>();
        List<ServerServiceDefinition> told = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule instanceof Rule.Grpc service) {
                all.add(service);
                told.add(service.service());
            }
        }
        // A health service of the user's own comes first, and answers.
        ServerServiceDefinition health = new Health(told).withList();
        told.add(health);
        all.add(new Rule.Grpc(Scope.ALL, health));
        if (config.grpc().reflection()) {
            Reflection.of(told).forEach(service -> all.add(new Rule.Grpc(Scope.ALL, service)));
        }
        return all;
    }

    /** The ways that plain requests take. */
    private void plain(
            HttpRouting.Builder routing, List<Rule.Grpc> services, CallSettings settings) {
        Ways ways = new Ways();
        services.forEach(rule -> ways.add(rule.service()));
        routing.addFilter(new Pages(ways, config.grpc().origins()));
        if (config.grpc().json()) {
            services.forEach(rule -> ways.addRules(rule.scope(), rule.service()));
            json(routing, services, ways, settings);
        }
        if (config.grpc().web()) {
            services.forEach(
                    rule -> routing.route(new WebRoute(rule.scope(), rule.service(), settings)));
            routing.route(new WebRoute(settings));
        }
        routing.addFeature(() -> new StrayFeature(ways));
    }

    private static void json(
            HttpRouting.Builder routing,
            List<Rule.Grpc> services,
            Ways ways,
            CallSettings settings) {
        JsonFormat.TypeRegistry types =
                JsonService.types(services.stream().map(Rule.Grpc::service).toList());
        for (Rule.Grpc rule : services) {
            for (JsonMethod method : JsonService.methods(rule.service())) {
                routing.route(new JsonRoute(rule.scope(), Binding.direct(method), settings, types));
            }
        }
        for (Ways.Way way : ways.inOrder()) {
            routing.route(new JsonRoute(way.scope(), way.binding(), settings, types));
        }
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
