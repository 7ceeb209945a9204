package dev.serve.server;

import dev.serve.api.Application;
import dev.serve.api.ServerDefinition;
import dev.serve.api.config.ConfigException;
import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.spi.Readiness;
import dev.serve.api.spi.RouteProblem;
import dev.serve.config.ConfigLoader;
import dev.serve.config.ConfigSnapshot;
import dev.serve.server.lifecycle.HistoryFiles;
import io.helidon.common.context.Context;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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
    private final Requirements requirements;
    private final List<Problem> problems = new ArrayList<>();

    private Assembly(
            ServerDefinition definition, ConfigSnapshot snapshot, Requirements requirements) {
        this.definition = definition;
        this.snapshot = snapshot;
        this.config = snapshot.config();
        this.requirements = requirements;
    }

    static Assembly of(ServerDefinition definition) {
        Requirements requirements = new Requirements(definition.application());
        ConfigSnapshot snapshot =
                definition.resume()
                        ? resumed(definition, requirements)
                        : ConfigLoader.checked(
                                input(definition),
                                definition.config(),
                                definition.fixed(),
                                requirements::problems);
        return new Assembly(definition, snapshot, requirements);
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

    /** The last version that was in force, if the history has one, else what is configured. */
    private static ConfigSnapshot resumed(ServerDefinition definition, Requirements requirements) {
        ConfigSnapshot configured =
                ConfigLoader.load(input(definition), definition.config(), definition.fixed());
        String path = configured.config().history().path();
        if (path == null) {
            throw new IllegalArgumentException(
                    "history.path: none (expected: the directory to resume from)");
        }
        Optional<Path> last = new HistoryFiles(Path.of(path)).lastWhole();
        if (last.isPresent()) {
            return ConfigLoader.checked(
                    new ConfigInput(last.get(), configured.profile(), Map.of(), false),
                    ServerConfig.builder().build(),
                    Set.of(),
                    requirements::problems);
        }
        List<Problem> problems = requirements.problems(configured);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return configured;
    }

    /**
     * Makes the server.
     *
     * @throws ConfigException with every problem found
     */
    ServeServer server() {
        Application application = requirements.application();
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
                        requirements.protocols(),
                        features,
                        application,
                        config.admin().listener(),
                        root,
                        executor);
        List<Listener> listeners = new ArrayList<>();
        config.listeners()
                .forEach((name, listener) -> addListener(blueprint, name, listener, listeners));
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
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
        return new Problem(place(key), key, problem.value(), problem.expected())
                .masked(config.secrets());
    }

    /** Where a key stands, or, where nobody said it, the section that it would stand in. */
    private Origin place(String key) {
        Origin said = snapshot.origin(key);
        return said.equals(Origin.BUILDER)
                ? snapshot.origin(key.substring(0, key.lastIndexOf('.')))
                : said;
    }
}
