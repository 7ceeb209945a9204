package dev.serve.config;

import dev.serve.api.config.Problem;
import dev.serve.config.Tree.Branch;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads a configuration file by the extension of its name. */
final class ConfigFile {

    private ConfigFile() {}

    /**
     * The file's tree; empty if it cannot be read, which is then a problem. {@code .json} is JSON,
     * {@code .properties} is Java's properties in UTF-8, everything else YAML.
     */
    static Optional<Branch> read(Path file, List<Problem> problems) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".properties")) {
            return new PropertiesReader(file, problems).read();
        }
        return name.endsWith(".json")
                ? YamlReader.ofJson(file, problems).read()
                : new YamlReader(file, problems).read();
    }
}
