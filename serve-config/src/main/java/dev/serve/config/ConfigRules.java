package dev.serve.config;

import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.api.config.ServerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What must hold between the values of a whole configuration, wherever they came from: addresses
 * that clash, limits that contradict. Stateless.
 */
public final class ConfigRules {

    private ConfigRules() {}

    /**
     * Everything that is wrong with a configuration made by code; empty if it holds together.
     *
     * @param places where keys stand, by full key; those not there are said to be the builder's
     */
    public static List<Problem> problems(ServerConfig config, Map<String, Origin> places) {
        List<Problem> problems = new ArrayList<>(new Listeners(config, places).conflicts());
        problems.addAll(new Contradictions(places).of(config));
        return List.copyOf(problems);
    }
}
