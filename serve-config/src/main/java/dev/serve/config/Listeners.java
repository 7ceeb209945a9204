package dev.serve.config;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.api.config.ServerConfig;
import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What must hold between listeners, and what is odd about their ports. */
final class Listeners {

    private static final String KEY = "listeners";

    private static final Map<Integer, String> USUAL =
            Map.of(
                    22, "SSH",
                    25, "SMTP",
                    53, "DNS",
                    110, "POP3",
                    143, "IMAP",
                    3306, "MySQL",
                    5432, "PostgreSQL",
                    6379, "Redis",
                    27017, "MongoDB");

    private static final int FIRST_UNPRIVILEGED = 1024;

    private final ServerConfig config;
    private final Function<String, Origin> places;

    /**
     * @param places where keys stand in files and other layers
     */
    Listeners(ServerConfig config, Function<String, Origin> places) {
        this.config = config;
        this.places = places;
    }

    /** Whether a problem explains why a listener is missing. */
    static boolean isAbout(Problem problem) {
        return problem.key().startsWith(KEY);
    }

    /** The problem of a configuration without any. */
    static Problem none(@Nullable Path file) {
        Origin origin = file == null ? Origin.BUILDER : new Origin(file.toString(), 1, 1);
        return new Problem(
                origin, KEY, null, "none (expected: at least one, such as web: { port: 8080 })");
    }

    /** Listeners that cannot bind beside one another; each problem names both places. */
    List<Problem> conflicts() {
        List<Problem> problems = new ArrayList<>();
        List<Map.Entry<String, ListenerConfig>> seen = new ArrayList<>();
        for (Map.Entry<String, ListenerConfig> listener : config.listeners().entrySet()) {
            for (Map.Entry<String, ListenerConfig> earlier : seen) {
                if (collide(earlier.getValue(), listener.getValue())) {
                    problems.add(collision(earlier, listener));
                }
            }
            seen.add(listener);
        }
        return problems;
    }

    private Problem collision(
            Map.Entry<String, ListenerConfig> first, Map.Entry<String, ListenerConfig> second) {
        String word = second.getValue().isUnix() ? "path" : "port";
        String key = KEY + "." + second.getKey() + "." + word;
        String firstKey = KEY + "." + first.getKey() + "." + word;
        return new Problem(
                place(key),
                key,
                second.getValue().addressText(),
                "an address of its own; "
                        + firstKey
                        + " has "
                        + first.getValue().addressText()
                        + " at "
                        + place(firstKey));
    }

    private Origin place(String key) {
        return places.apply(key);
    }

    private static boolean collide(ListenerConfig a, ListenerConfig b) {
        if (a.path() != null && b.path() != null) {
            return absolute(a.path()).equals(absolute(b.path()));
        }
        return a.port() != null
                && a.port() != 0
                && Objects.equals(a.port(), b.port())
                && (isAny(a.host()) || isAny(b.host()) || sameHost(a.host(), b.host()));
    }

    private static String absolute(String path) {
        try {
            return Path.of(path).toAbsolutePath().normalize().toString();
        } catch (InvalidPathException e) {
            return path;
        }
    }

    /** Every address: of IPv4, or of IPv6, which takes in IPv4 here. */
    private static boolean isAny(String host) {
        InetAddress address = literal(host);
        return address != null && address.isAnyLocalAddress();
    }

    private static boolean sameHost(String a, String b) {
        InetAddress first = literal(a);
        InetAddress second = literal(b);
        return a.equalsIgnoreCase(b) || (first != null && first.equals(second));
    }

    /** The address that a text spells, no name looked up; null if it is a name. */
    private static @Nullable InetAddress literal(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return InetAddress.ofLiteral("127.0.0.1");
        }
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Ports that need privileges, and ports where something else is looked for. */
    static List<Problem> warnings(ServerConfig config, Map<String, Origin> places) {
        return new Listeners(config, key -> places.getOrDefault(key, Origin.BUILDER)).warnings();
    }

    private List<Problem> warnings() {
        List<Problem> warnings = new ArrayList<>();
        config.listeners()
                .forEach(
                        (name, listener) -> {
                            Integer port = listener.port();
                            if (port == null || port == 0) {
                                return;
                            }
                            String key = KEY + "." + name + ".port";
                            if (port < FIRST_UNPRIVILEGED) {
                                warnings.add(
                                        warning(
                                                key,
                                                port
                                                        + " is below 1024: binding it needs root or CAP_NET_BIND_SERVICE on most systems"));
                            }
                            if (USUAL.containsKey(port)) {
                                warnings.add(
                                        warning(
                                                key,
                                                port
                                                        + " is where "
                                                        + USUAL.get(port)
                                                        + " is looked for"));
                            }
                        });
        return warnings;
    }

    private Problem warning(String key, String what) {
        return new Problem(place(key), key, null, what);
    }
}
