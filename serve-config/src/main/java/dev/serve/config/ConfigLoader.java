package dev.serve.config;

import dev.serve.api.config.ConfigException;
import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.Problem;
import dev.serve.api.config.Profile;
import dev.serve.api.config.ServerConfig;
import dev.serve.config.Tree.Branch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a server's configuration: layers, located tree, records. Stateless; any thread may use it.
 *
 * <p>The layers, of which the later wins: builder, file, profile file ({@code
 * serve-production.yaml} beside {@code serve.yaml}), environment ({@code
 * SERVE_LISTENERS_WEB_PORT}), system properties ({@code serve.listeners.web.port}), overrides
 * ({@code --set}). Maps are merged key by key; a list takes the place of the whole list below. A
 * fixed key keeps its builder's value whatever the layers say, with a warning where one says
 * otherwise.
 */
public final class ConfigLoader {

    private ConfigLoader() {}

    /**
     * Reads every layer and binds them onto a builder's configuration.
     *
     * @param input the file, the profile, overrides, and whether environment and system properties
     *     count
     * @param base the builder's values, where no layer says otherwise
     * @param fixed full keys, of values or sections, whose builder values always win
     * @throws ConfigException with everything that is wrong, sorted by place
     */
    public static ConfigSnapshot load(ConfigInput input, ServerConfig base, Set<String> fixed) {
        return load(
                input,
                base,
                fixed,
                input.environment() ? Surroundings.ofProcess() : Surroundings.NONE);
    }

    static ConfigSnapshot load(
            ConfigInput input, ServerConfig base, Set<String> fixed, Surroundings surroundings) {
        List<Problem> problems = new ArrayList<>();
        Profile profile = Profiles.choose(input, surroundings, problems);
        Branch files = files(input.file(), profile, base, problems);
        Branch tree = over(files, Profiles.aboveFiles(profile, base, files));
        Overlays overlays = new Overlays(problems);
        tree = over(tree, overlays.environment(surroundings.environment(), base, tree));
        tree = over(tree, overlays.properties(surroundings.properties()));
        tree = over(tree, overlays.overrides(input.overrides()));

        List<Problem> warnings = new ArrayList<>();
        tree = FixedKeys.of(fixed, problems).takenFrom(tree, warnings);
        problems.addAll(Alternatives.bothSaid(tree));
        Binding binding = new Binding(problems);
        ServerConfig config = binding.bind(base, tree);
        Listeners listeners = new Listeners(config, binding.places());
        if (tree.get(Listeners.KEY) == null && base.listeners().isEmpty()) {
            problems.add(Listeners.none(input.file()));
        }
        problems.addAll(listeners.conflicts());
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        warnings.addAll(listeners.warnings());
        return new ConfigSnapshot(profile, config, binding.origins(config), warnings);
    }

    /** The files over what the profile presets below them; nothing is bound if one is no tree. */
    private static Branch files(
            @Nullable Path file, Profile profile, ServerConfig base, List<Problem> problems) {
        Branch tree = Profiles.belowFiles(profile, base);
        if (file == null) {
            return tree;
        }
        List<Path> all = new ArrayList<>(List.of(file));
        Path ofProfile = Profiles.file(file, profile);
        if (Files.exists(ofProfile)) {
            all.add(ofProfile);
        }
        List<Optional<Branch>> read =
                all.stream().map(each -> new YamlReader(each, problems).read()).toList();
        if (!read.stream().allMatch(Optional::isPresent)) {
            throw new ConfigException(problems);
        }
        for (Optional<Branch> layer : read) {
            tree = over(tree, layer.orElseThrow());
        }
        return tree;
    }

    private static Branch over(Branch lower, Branch layer) {
        return Merge.over(lower, Alternatives.decided(layer));
    }
}
