package dev.serve.config;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.config.SniConfig;
import dev.serve.api.config.TlsConfig;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
            add(files, tls.key());
            add(files, tls.cert());
            add(files, tls.ca());
            add(files, tls.store());
            for (SniConfig name : tls.sni()) {
                add(files, name.key());
                add(files, name.cert());
                add(files, name.store());
            }
        }
        return files;
    }

    private static void add(Set<Path> files, @Nullable String source) {
        if (source == null || source.contains("-----BEGIN")) {
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
