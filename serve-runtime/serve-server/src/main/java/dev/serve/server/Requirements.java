package dev.serve.server;

import dev.serve.api.Application;
import dev.serve.api.config.ConfigException;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.Problem;
import dev.serve.config.ConfigSnapshot;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration asks of the class path and of the machine: an application, protocols, hosts.
 * Asked while it is read, so that what is missing is told with all else that is wrong. Not
 * thread-safe.
 */
final class Requirements {

    private final Protocols protocols = Protocols.load();
    private final @Nullable Application given;
    private @Nullable Application application;

    /**
     * Nothing is looked for yet.
     *
     * @param given the application that code has handed in; then none is looked for
     */
    Requirements(@Nullable Application given) {
        this.given = given;
        this.application = given;
    }

    /** Those on the class path. */
    Protocols protocols() {
        return protocols;
    }

    /** The one handed in, else the one that was found; null where none is wanted. */
    @Nullable Application application() {
        return application;
    }

    /** What is not there; finds the application on the way. */
    List<Problem> problems(ConfigSnapshot snapshot) {
        List<Problem> problems = new ArrayList<>();
        String name = snapshot.config().application();
        if (given == null && name != null) {
            try {
                application = Applications.find(name, snapshot.origin("application"));
            } catch (ConfigException e) {
                problems.addAll(e.problems());
            }
        }
        snapshot.config()
                .listeners()
                .forEach(
                        (listener, config) -> {
                            checkProtocols(snapshot, listener, config, problems);
                            checkHost(snapshot, listener, config, problems);
                        });
        checkObserved(snapshot, problems);
        return problems;
    }

    private void checkProtocols(
            ConfigSnapshot snapshot, String name, ListenerConfig listener, List<Problem> problems) {
        String key = "listeners." + name + ".protocols";
        Set<String> known = protocols.names();
        for (String protocol : listener.protocols()) {
            if (!known.contains(protocol)) {
                String expected =
                        known.isEmpty()
                                ? "a protocol module on the class path, such as dev.serve:serve-http"
                                : "one of " + String.join(", ", known);
                problems.add(new Problem(snapshot.origin(key), key, protocol, expected));
            }
        }
    }

    /** Helidon's configuration resolves it too, and knows no place to name. */
    private static void checkHost(
            ConfigSnapshot snapshot, String name, ListenerConfig listener, List<Problem> problems) {
        if (listener.isUnix()) {
            return;
        }
        try {
            InetAddress.getByName(listener.host());
        } catch (UnknownHostException e) {
            String key = "listeners." + name + ".host";
            problems.add(
                    new Problem(
                            snapshot.origin(key),
                            key,
                            listener.host(),
                            "a name that this machine can resolve, or an IP address"));
        }
    }

    /** A listener that could not be read is named by its own problem. */
    private static void checkObserved(ConfigSnapshot snapshot, List<Problem> problems) {
        String key = "observe.listeners";
        Set<String> known = snapshot.config().listeners().keySet();
        for (String listener : snapshot.config().observe().listeners()) {
            if (!known.contains(listener)
                    && !snapshot.origins().containsKey("listeners." + listener)) {
                problems.add(
                        new Problem(
                                snapshot.origin(key),
                                key,
                                listener,
                                "one of " + String.join(", ", known)));
            }
        }
    }
}
