package dev.serve.cli;

import dev.serve.api.ListenerView;
import dev.serve.api.Server;
import dev.serve.api.config.AdminConfig;
import dev.serve.api.event.ServerState;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * What a running server says of itself, for commands that are other processes. Immutable.
 *
 * @param pid its process
 * @param since when it began to serve
 * @param file its configuration, as it was named
 * @param arguments what {@code run} was given
 * @param version of the configuration in force
 * @param draining whether it is being stopped, and lets what is in flight finish
 * @param stopping how long a stop may take by its own account
 * @param listeners what listens
 * @param admin how it is asked
 * @param reloads what came of the last change that was asked for from outside
 */
record RunState(
        long pid,
        Instant since,
        String file,
        List<String> arguments,
        long version,
        boolean draining,
        Duration stopping,
        List<Listening> listeners,
        Admin admin,
        Reloads reloads) {

    RunState {
        arguments = List.copyOf(arguments);
        listeners = List.copyOf(listeners);
    }

    /**
     * The configuration taken anew, by a signal or a change of its files.
     *
     * @param count how often
     * @param taken whether the last one is in force
     * @param said what was said of the last one, a line each
     */
    record Reloads(long count, boolean taken, List<String> said) {

        static final Reloads NONE = new Reloads(0, true, List.of());

        Reloads {
            said = List.copyOf(said);
        }
    }

    /**
     * The admin API.
     *
     * @param listener the listener that serves it; empty for none
     * @param locked whether it asks for a token
     */
    record Admin(String listener, boolean locked) {

        static Admin of(AdminConfig config) {
            String listener = config.listener();
            return new Admin(listener == null ? "" : listener, config.hasToken());
        }
    }

    /**
     * One listener.
     *
     * @param address as it is bound
     * @param speaks its protocols, in words
     * @param url where a client on this machine reaches it
     * @param socket path of its Unix socket; empty for TCP
     * @param asked whether an HTTP/1.1 request is answered there, over TLS if its url says so
     */
    record Listening(
            String name, String address, String speaks, String url, String socket, boolean asked) {

        /** Whether it speaks TLS. */
        boolean secure() {
            return url.startsWith("https:") || url.startsWith("tls:");
        }

        /** Where it is reached from this machine, unless it is a Unix socket. */
        InetSocketAddress port() {
            URI at = URI.create(url);
            return new InetSocketAddress(at.getHost().replaceAll("[\\[\\]]", ""), at.getPort());
        }

        static Listening of(ListenerView view) {
            Endpoint endpoint = new Endpoint(view);
            String socket = view.config().path();
            return new Listening(
                    view.name(),
                    view.address(),
                    endpoint.speaks(),
                    endpoint.url(),
                    socket == null ? "" : socket,
                    !view.config().proxyProtocol()
                            && view.config().protocols().contains("http")
                            && view.config().http2().allowHttp1());
        }
    }

    /** That of a server in this process. */
    static RunState of(
            Server server, Instant since, String file, List<String> arguments, Reloads reloads) {
        return new RunState(
                ProcessHandle.current().pid(),
                since,
                file,
                arguments,
                server.version(),
                server.state() == ServerState.DRAINING,
                server.config().shutdown().timeout(),
                server.listeners().stream().map(Listening::of).toList(),
                Admin.of(server.config().admin()),
                reloads);
    }

    /**
     * As lines that {@link Properties} reads. It would write them with a date, whose time zone
     * takes a twentieth of the start to name.
     */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        properties().forEach((name, value) -> lines.add(escaped(name) + "=" + escaped(value)));
        return lines;
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\\', '=', ':', '#', '!', ' ', '\t', '\f' -> escaped.append('\\').append(c);
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("pid", Long.toString(pid));
        properties.put("since", since.toString());
        properties.put("file", file);
        properties.put("version", Long.toString(version));
        properties.put("draining", Boolean.toString(draining));
        properties.put("stopping", stopping.toString());
        properties.put("admin", admin.listener());
        properties.put("admin.locked", Boolean.toString(admin.locked()));
        properties.put("reloads", Long.toString(reloads.count()));
        properties.put("taken", Boolean.toString(reloads.taken()));
        put(properties, "said", reloads.said());
        put(properties, "argument", arguments);
        put(properties, "listener", listeners.stream().map(Listening::name).toList());
        for (Listening listener : listeners) {
            String prefix = listener.name() + ".";
            properties.put(prefix + "address", listener.address());
            properties.put(prefix + "speaks", listener.speaks());
            properties.put(prefix + "url", listener.url());
            properties.put(prefix + "socket", listener.socket());
            properties.put(prefix + "asked", Boolean.toString(listener.asked()));
        }
        return properties;
    }

    private static void put(Map<String, String> properties, String name, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            properties.put(name + "." + i, values.get(i));
        }
    }

    static RunState of(Properties properties) {
        return new RunState(
                Long.parseLong(properties.getProperty("pid", "0")),
                Instant.parse(properties.getProperty("since", Instant.EPOCH.toString())),
                properties.getProperty("file", ""),
                list(properties, "argument"),
                Long.parseLong(properties.getProperty("version", "0")),
                Boolean.parseBoolean(properties.getProperty("draining")),
                Duration.parse(properties.getProperty("stopping", "PT30S")),
                list(properties, "listener").stream()
                        .map(name -> listening(properties, name))
                        .toList(),
                new Admin(
                        properties.getProperty("admin", ""),
                        Boolean.parseBoolean(properties.getProperty("admin.locked"))),
                new Reloads(
                        Long.parseLong(properties.getProperty("reloads", "0")),
                        Boolean.parseBoolean(properties.getProperty("taken", "true")),
                        list(properties, "said")));
    }

    private static Listening listening(Properties properties, String name) {
        String prefix = name + ".";
        return new Listening(
                name,
                properties.getProperty(prefix + "address", ""),
                properties.getProperty(prefix + "speaks", ""),
                properties.getProperty(prefix + "url", ""),
                properties.getProperty(prefix + "socket", ""),
                Boolean.parseBoolean(properties.getProperty(prefix + "asked")));
    }

    private static List<String> list(Properties properties, String name) {
        List<String> values = new ArrayList<>();
        for (String value = properties.getProperty(name + ".0");
                value != null;
                value = properties.getProperty(name + "." + values.size())) {
            values.add(value);
        }
        return values;
    }
}
