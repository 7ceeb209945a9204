package dev.serve.server;

import dev.serve.api.Application;
import dev.serve.api.ServerDefinition;
import dev.serve.api.config.ConfigException;
import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.api.config.SecretValues;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.spi.Readiness;
import dev.serve.api.spi.RouteProblem;
import dev.serve.config.ConfigLoader;
import dev.serve.config.ConfigSnapshot;
import dev.serve.server.lifecycle.HistoryFiles;
import io.helidon.common.context.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Puts a server together in one order (K-003): configuration made final, then protocols and
 * application found, features set up, routes compiled, listeners made. Nothing is built before the
 * configuration is final, and nothing is bound here.
 */
final class Assembly {

    /** A builder alone: its values are checked as those of a file are. */
    private static final ConfigInput NOTHING_ELSE = new ConfigInput(null, null, Map.of(), false);

    private final ServerDefinition definition;
    private final ConfigSnapshot snapshot;
    private final ServerConfig config;
    private final Protocols protocols = Protocols.load();
    private final List<Problem> problems = new ArrayList<>();

    private Assembly(ServerDefinition definition, ConfigSnapshot snapshot) {
        this.definition = definition;
        this.snapshot = snapshot;
        this.config = snapshot.config();
    }

    static Assembly of(ServerDefinition definition) {
        ConfigSnapshot configured =
                ConfigLoader.load(input(definition), definition.config(), definition.fixed());
        return new Assembly(definition, definition.resume() ? resumed(configured) : configured);
    }

    /**
     * What a text would be in place of the file of a definition.
     *
     * @throws ConfigException with everything that is wrong
     */
    static ServerConfig parsed(ServerDefinition definition, String yaml) {
        return ConfigLoader.text(yaml, input(definition), definition.config(), definition.fixed())
                .config();
    }

    private static ConfigInput input(ServerDefinition definition) {
        ConfigInput input = definition.input();
        return input == null ? NOTHING_ELSE : input;
    }

    /** The last version that was in force, if the history has one. */
    private static ConfigSnapshot resumed(ConfigSnapshot configured) {
        String path = configured.config().history().path();
        if (path == null) {
            throw new IllegalArgumentException(
                    "history.path: none (expected: the directory to resume from)");
        }
        return new HistoryFiles(Path.of(path))
                .lastWhole()
                .map(
                        file ->
                                ConfigLoader.load(
                                        new ConfigInput(
                                                file, configured.profile(), Map.of(), false),
                                        ServerConfig.builder().build(),
                                        Set.of()))
                .orElse(configured);
    }

    /**
     * Makes the server.
     *
     * @throws ConfigException with every problem found
     */
    ServeServer server() {
        @Nullable Application application = application();
        config.listeners().forEach(this::checkProtocols);
        config.listeners().forEach(this::checkHost);
        config.observe().listeners().forEach(this::checkObserved);
        failOnProblems();
        definition.extensions().forEach(extension -> extension.configure(config));

        Context root = Context.builder().id("serve").build();
        Readiness readiness = new Readiness();
        root.register(readiness);
        ExecutorService executor =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("serve-shared-", 0).factory());
        Map<String, io.helidon.webserver.ListenerConfig> helidonConfigs = new LinkedHashMap<>();
        config.listeners()
                .forEach(
                        (name, listener) ->
                                helidonConfigs.put(
                                        name, HelidonListener.helidonConfig(name, listener)));
        FeatureContext features = new FeatureContext(helidonConfigs);
        features.setUp(definition.features());

        Blueprint blueprint =
                new Blueprint(
                        definition,
                        protocols,
                        features,
                        application,
                        config.admin().listener(),
                        root,
                        executor);
        List<Listener> listeners = new ArrayList<>();
        config.listeners()
                .forEach((name, listener) -> addListener(blueprint, name, listener, listeners));
        failOnProblems();
        return new ServeServer(
                definition,
                snapshot,
                application,
                blueprint,
                listeners,
                features.serverConfig(),
                root,
                readiness,
                executor);
    }

    private void addListener(
            Blueprint blueprint, String name, ListenerConfig listener, List<Listener> listeners) {
        try {
            listeners.add(blueprint.listener(name, listener));
        } catch (RouteException e) {
            e.problems().forEach(problem -> problems.add(placed(name, problem)));
        } catch (IllegalArgumentException e) {
            String key = "listeners." + name + ".routes";
            problems.add(
                    new Problem(snapshot.origin(key), key, null, String.valueOf(e.getMessage())));
        }
    }

    /** A protocol knows neither the listener's name nor the file. */
    private Problem placed(String listener, RouteProblem problem) {
        String key =
                "listeners."
                        + listener
                        + "."
                        + (problem.key().isEmpty() ? "routes" : problem.key());
        SecretValues secrets = config.secrets();
        return new Problem(
                place(key),
                key,
                problem.value() == null ? null : secrets.masked(problem.value()),
                secrets.masked(problem.expected()));
    }

    /** Where a key stands, or, where nobody said it, the section that it would stand in. */
    private Origin place(String key) {
        Origin said = snapshot.origin(key);
        return said.equals(Origin.BUILDER)
                ? snapshot.origin(key.substring(0, key.lastIndexOf('.')))
                : said;
    }

    private @Nullable Application application() {
        if (definition.application() != null) {
            return definition.application();
        }
        String name = config.application();
        if (name == null) {
            return null;
        }
        try {
            return Applications.find(name, snapshot.origin("application"));
        } catch (ConfigException e) {
            problems.addAll(e.problems());
            return null;
        }
    }

    private void checkProtocols(String name, ListenerConfig listener) {
        String key = "listeners." + name + ".protocols";
        Set<String> known = protocols.names();
        for (String protocol : listener.protocols()) {
            if (!known.contains(protocol)) {
                String expected =
                        known.isEmpty()
                                ? "a protocol module on the class path, such as dev.serve:serve-http"
                                : "one of " + String.join(", ", known);
                problems.add(new Problem(snapshot.origin(key), key, protocol, expected));
            }
        }
    }

    /** Helidon's configuration resolves it too, and knows no place to name. */
    private void checkHost(String name, ListenerConfig listener) {
        if (listener.isUnix()) {
            return;
        }
        try {
            InetAddress.getByName(listener.host());
        } catch (UnknownHostException e) {
            String key = "listeners." + name + ".host";
            problems.add(
                    new Problem(
                            snapshot.origin(key),
                            key,
                            listener.host(),
                            "a name that this machine can resolve, or an IP address"));
        }
    }

    private void checkObserved(String listener) {
        String key = "observe.listeners";
        if (!config.listeners().containsKey(listener)) {
            problems.add(
                    new Problem(
                            snapshot.origin(key),
                            key,
                            listener,
                            "one of " + String.join(", ", config.listeners().keySet())));
        }
    }

    private void failOnProblems() {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }
}
