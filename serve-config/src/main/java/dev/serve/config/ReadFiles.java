package dev.serve.config;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.config.TlsConfig;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Which files a configuration names whose contents count, keys and certificates. */
final class ReadFiles {

    private ReadFiles() {}

    /** Tells of the keys, certificates and stores of every listener. */
    static void ofTls(ServerConfig config, Consumer<Path> files) {
        config.listeners().values().stream()
                .map(ReadFiles::ofTls)
                .forEach(paths -> paths.forEach(files));
    }

    /** The keys, certificates and stores of a listener; none that are inline. */
    static Set<Path> ofTls(ListenerConfig listener) {
        Set<Path> files = new LinkedHashSet<>();
        TlsConfig tls = listener.tls();
        if (tls != null) {
            tls.sources().values().forEach(source -> add(files, source));
        }
        return files;
    }

    private static void add(Set<Path> files, String source) {
        if (source.contains("-----BEGIN")) {
            return;
        }
        try {
            files.add(Path.of(source));
        } catch (InvalidPathException e) {
            // The start that loads it says so; there is nothing here to watch.
            return;
        }
    }
}
