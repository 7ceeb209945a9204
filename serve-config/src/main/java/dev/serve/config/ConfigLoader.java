package dev.serve.config;

import dev.serve.api.config.ConfigException;
import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.api.config.Profile;
import dev.serve.api.config.ServerConfig;
import dev.serve.config.Tree.Branch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a server's configuration: layers, located tree, records. Stateless; any thread may use it.
 *
 * <p>Files are YAML, or by their extension JSON or properties. In their values {@code ${PORT:3000}}
 * is an environment variable with a default, and {@code {file: /run/secrets/key}} or {@code {env:
 * KEY}} in place of a value is a secret that stands elsewhere.
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
        return unwatched(input, base, fixed, null, ConfigLoader::nothingElse);
    }

    /**
     * As {@link #load(ConfigInput, ServerConfig, Set)}, for those who watch what was read.
     *
     * @param files told of every file whose contents count, there or not, also when loading fails:
     *     the file, its profile file, secrets, and the keys and certificates that TLS names
     */
    public static ConfigSnapshot load(
            ConfigInput input, ServerConfig base, Set<String> fixed, Consumer<Path> files) {
        return load(
                input,
                base,
                fixed,
                files,
                input.environment() ? Surroundings.ofProcess() : Surroundings.NONE);
    }

    /**
     * As {@link #load(ConfigInput, ServerConfig, Set)}, for those who know more that must hold:
     * what they say is told with the rest.
     *
     * @param check what else is wrong; of a configuration with problems it sees what could be read,
     *     and among its origins every place of the layers
     */
    public static ConfigSnapshot checked(
            ConfigInput input,
            ServerConfig base,
            Set<String> fixed,
            Function<ConfigSnapshot, List<Problem>> check) {
        return unwatched(input, base, fixed, null, check);
    }

    /**
     * As {@link #load(ConfigInput, ServerConfig, Set)}, with a text in place of the file; its
     * profile file counts.
     *
     * @param text in YAML; problems name it {@code text}
     */
    public static ConfigSnapshot text(
            String text, ConfigInput input, ServerConfig base, Set<String> fixed) {
        return unwatched(input, base, fixed, text, ConfigLoader::nothingElse);
    }

    private static ConfigSnapshot unwatched(
            ConfigInput input,
            ServerConfig base,
            Set<String> fixed,
            @Nullable String text,
            Function<ConfigSnapshot, List<Problem>> check) {
        return load(
                input,
                base,
                fixed,
                file -> {
                    // nobody watches
                },
                input.environment() ? Surroundings.ofProcess() : Surroundings.NONE,
                text,
                check);
    }

    static ConfigSnapshot load(
            ConfigInput input,
            ServerConfig base,
            Set<String> fixed,
            Consumer<Path> read,
            Surroundings surroundings) {
        return load(input, base, fixed, read, surroundings, null, ConfigLoader::nothingElse);
    }

    private static ConfigSnapshot load(
            ConfigInput input,
            ServerConfig base,
            Set<String> fixed,
            Consumer<Path> read,
            Surroundings surroundings,
            @Nullable String text,
            Function<ConfigSnapshot, List<Problem>> check) {
        List<Problem> problems = new ArrayList<>();
        Profile profile = Profiles.choose(input, surroundings, problems);
        Layers layers = new Layers(FixedKeys.of(fixed, problems));
        layers.preset(Profiles.belowFiles(profile, base));
        References references = new References(surroundings, problems);
        files(input.file(), text, profile, read, problems).stream()
                .map(references::putIn)
                .forEach(layers::add);
        layers.preset(Profiles.aboveFiles(profile, base, layers.merged()));
        Overlays overlays = new Overlays(problems);
        layers.add(overlays.environment(surroundings.environment(), base, layers.merged()));
        layers.add(overlays.properties(surroundings.properties()));
        layers.add(overlays.overrides(input.overrides()));

        problems.addAll(Alternatives.bothSaid(layers.merged()));
        Secrets secrets = new Secrets(surroundings.environment(), read, problems);
        Binding binding = new Binding(problems, secrets);
        ServerConfig config =
                Profiles.fitted(binding.bind(base, layers.merged()), binding.places());
        ReadFiles.ofTls(config, read);
        problems.addAll(ConfigRules.problems(config, binding.places()));
        Map<String, Origin> origins = Origins.of(config, binding.places());
        Map<String, Origin> places = new LinkedHashMap<>(binding.places());
        places.putAll(origins);
        check.apply(new ConfigSnapshot(profile, config, places, List.of())).stream()
                .map(problem -> problem.masked(config.secrets()))
                .forEach(problems::add);
        if (config.listeners().isEmpty() && problems.stream().noneMatch(Listeners::isAbout)) {
            problems.add(Listeners.none(input.file()));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        List<Problem> warnings = new ArrayList<>(layers.warnings());
        warnings.addAll(Listeners.warnings(config, binding.places()));
        return new ConfigSnapshot(profile, config, origins, warnings);
    }

    private static List<Problem> nothingElse(ConfigSnapshot snapshot) {
        return List.of();
    }

    /** The file and its profile file; nothing is bound if one of them is no tree. */
    private static List<Branch> files(
            @Nullable Path file,
            @Nullable String text,
            Profile profile,
            Consumer<Path> told,
            List<Problem> problems) {
        List<Optional<Branch>> all = new ArrayList<>();
        if (text != null) {
            all.add(new YamlReader(Path.of("text"), problems).read(text));
        }
        if (file != null) {
            if (text == null) {
                told.accept(file);
                all.add(ConfigFile.read(file, problems));
            }
            Path ofProfile = Profiles.file(file, profile);
            told.accept(ofProfile);
            if (Files.exists(ofProfile)) {
                all.add(ConfigFile.read(ofProfile, problems));
            }
        }
        List<Branch> read = all.stream().flatMap(Optional::stream).toList();
        if (read.size() < all.size()) {
            throw new ConfigException(problems);
        }
        return read;
    }
}
