package dev.serve.config;

import dev.serve.api.config.ConfigException;
import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.Problem;
import dev.serve.api.config.Profile;
import dev.serve.api.config.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sources of one configuration, put together by a test; never those of this process. */
final class Sources {

    private final Path directory;
    private final Map<String, String> environment = new TreeMap<>();
    private final Map<String, String> properties = new TreeMap<>();
    private final Map<String, String> overrides = new LinkedHashMap<>();
    private @Nullable Path file;
    private @Nullable Profile profile;
    private ServerConfig builder = ServerConfig.builder().build();
    private Set<String> fixed = Set.of();
    private final Set<Path> files = new LinkedHashSet<>();

    Sources(Path directory) {
        this.directory = directory;
    }

    Sources yaml(String text) {
        file = write("serve.yaml", text);
        return this;
    }

    /** Takes another file of the directory; {@code serve.json} is JSON. */
    Sources file(String name, String text) {
        file = write(name, text);
        return this;
    }

    /** Writes a file beside it. */
    Path write(String name, String text) {
        try {
            // Not writeString: a property may hand in half a surrogate pair, which has no bytes.
            return Files.write(directory.resolve(name), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Sources profileYaml(String text) {
        write(
                "serve-" + Profiles.word(profile == null ? Profile.DEVELOPMENT : profile) + ".yaml",
                text);
        return this;
    }

    Sources file(Path file) {
        this.file = file;
        return this;
    }

    Sources profile(Profile profile) {
        this.profile = profile;
        return this;
    }

    Sources builder(ServerConfig builder, String... fixed) {
        this.builder = builder;
        this.fixed = Set.of(fixed);
        return this;
    }

    Sources environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Sources property(String name, String value) {
        properties.put(name, value);
        return this;
    }

    Sources set(String key, String value) {
        overrides.put(key, value);
        return this;
    }

    ConfigSnapshot load() {
        return ConfigLoader.load(
                new ConfigInput(file, profile, overrides, true),
                builder,
                fixed,
                files::add,
                new Surroundings(environment, properties));
    }

    /** Every problem of a configuration that cannot be used, one a line, without the directory. */
    String problems() {
        try {
            return "no problems, but " + load();
        } catch (ConfigException e) {
            return lines(e.problems());
        }
    }

    /** The files that the last load told of, without the directory. */
    List<String> files() {
        return files.stream().map(path -> path.toString().replace(directory + "/", "")).toList();
    }

    String warnings() {
        return lines(load().warnings());
    }

    private String lines(List<Problem> problems) {
        String lines = String.join("\n", problems.stream().map(Problem::toString).toList());
        return lines.replace(directory + "/", "");
    }
}
