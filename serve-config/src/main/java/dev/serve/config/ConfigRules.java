package dev.serve.config;

import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.api.config.ServerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What must hold between the values of a whole configuration, wherever they came from: addresses
 * that clash, limits that contradict. Stateless.
 */
public final class ConfigRules {

    private ConfigRules() {}

    /**
     * Everything that is wrong with a configuration that was read; empty if it holds together.
     *
     * @param places where keys stand, by full key; those not there are said to be the builder's
     */
    public static List<Problem> problems(ServerConfig config, Map<String, Origin> places) {
        return problems(config, key -> places.getOrDefault(key, Origin.BUILDER));
    }

    /**
     * Everything that is wrong with a configuration that code has made; empty if it holds together.
     *
     * @param source who made it
     */
    public static List<Problem> problems(ServerConfig config, String source) {
        Origin everywhere = Origin.of(source);
        return problems(config, key -> everywhere);
    }

    private static List<Problem> problems(ServerConfig config, Function<String, Origin> places) {
        List<Problem> problems = new ArrayList<>(new Listeners(config, places).conflicts());
        problems.addAll(new Contradictions(places).of(config));
        problems.addAll(AdminRules.problems(config, places));
        return problems.stream().map(problem -> problem.masked(config.secrets())).toList();
    }
}
