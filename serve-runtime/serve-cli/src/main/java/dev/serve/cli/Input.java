package dev.serve.cli;

import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What configures a server: a file, a profile, overrides. {@link Launch} has more. */
class Input {

    /** The checkout that the {@code serve} script is in; set by the script. */
    static final String HOME = "dev.serve.home";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description =
                    "The configuration; paths in it are taken from this directory. Without it, serve.yaml of this directory, else the echo sample's.")
    private @Nullable Path file;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            description = "development (the default), production or testing.")
    private @Nullable Profile profile;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides a key, such as listeners.web.port=9090. May be repeated.")
    private List<String> overrides = new ArrayList<>();

    /** Constructed by picocli. */
    Input() {}

    /** The same. */
    Input(Input other) {
        this(other.file, other.profile, other.overrides);
    }

    /** Without picocli. */
    Input(@Nullable Path file, @Nullable Profile profile, List<String> overrides) {
        this.file = file;
        this.profile = profile;
        this.overrides = overrides;
    }

    @Nullable Profile profile() {
        return profile;
    }

    /** Whether nothing asks for another profile. */
    boolean isDevelopment() {
        String said = Logging.surrounding();
        return profile == null
                ? said == null || said.equalsIgnoreCase(Profile.DEVELOPMENT.name())
                : profile == Profile.DEVELOPMENT;
    }

    /** The file that was named, or the one taken without a name. */
    Path chosen() {
        Path chosen = file == null ? found() : file;
        if (!Files.isReadable(chosen) || Files.isDirectory(chosen)) {
            throw usage(chosen + " is not a file that can be read.");
        }
        return chosen;
    }

    ConfigInput config() {
        Map<String, String> values = values();
        return new ConfigInput(chosen(), profile, values, true);
    }

    /** The same, for who reads it more than once. */
    ConfigInput lasting() {
        ConfigInput config = config();
        if (!Files.isRegularFile(chosen())) {
            throw usage(
                    chosen()
                            + " is a pipe or a device, which can be read but once (expected: a file)");
        }
        return config;
    }

    /** What is said beside the file, with another file. */
    ConfigInput config(Path other) {
        return new ConfigInput(other, profile, values(), true);
    }

    /** As {@code run} is given them; nothing if nothing was said. */
    List<String> arguments() {
        return arguments(file);
    }

    /** The same of a file, or of none. */
    List<String> arguments(@Nullable Path of) {
        List<String> arguments = new ArrayList<>();
        if (of != null) {
            arguments.add(of.toString());
        }
        if (profile != null) {
            arguments.addAll(List.of("--profile", profile.name()));
        }
        overrides.forEach(override -> arguments.addAll(List.of("--set", override)));
        return arguments;
    }

    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String override : overrides) {
            int equals = override.indexOf('=');
            if (equals < 1) {
                throw usage("--set " + override + " (expected: KEY=VALUE)");
            }
            values.put(override.substring(0, equals), override.substring(equals + 1));
        }
        return values;
    }

    /** The file taken without a name. */
    Path found() {
        Path here = Path.of("serve.yaml");
        if (Files.exists(here)) {
            return here;
        }
        String home = System.getProperty(HOME);
        if (home == null) {
            throw usage("There is no serve.yaml in this directory: name a FILE.");
        }
        return fromHere(Path.of(home, "samples", "echo", "serve.yaml"));
    }

    /** The short way to a file below this directory, the long way to any other. */
    private static Path fromHere(Path file) {
        Path here = Path.of("").toAbsolutePath();
        return file.startsWith(here) ? here.relativize(file) : file;
    }

    private ParameterException usage(String message) {
        if (spec == null) {
            throw new IllegalStateException("not part of a command");
        }
        return new ParameterException(spec.commandLine(), message);
    }
}
