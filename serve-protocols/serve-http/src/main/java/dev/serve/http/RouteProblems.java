package dev.serve.http;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.RespondConfig;
import dev.serve.api.config.RouteConfig;
import dev.serve.api.routing.Rule;
import dev.serve.api.spi.RouteProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Says what keeps rules from being served on a listener. Looks at directories, runs no handler. */
final class RouteProblems {

    /** RFC 9110: statuses whose answers have no content. */
    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 205, 304);

    private static final String EMPTY = "no body with 204, 205 or 304";
    private static final String WEBSOCKET = "websocket";
    private static final String GRPC = "grpc";
    private static final String TCP = "tcp";

    private final ListenerConfig config;
    private final List<RouteProblem> problems = new ArrayList<>();

    private RouteProblems(ListenerConfig config) {
        this.config = config;
    }

    /**
     * Every problem, in the order of the rules; empty when there is none.
     *
     * @param rules the rules of code, then those of the configuration, one for each of its routes
     */
    static List<RouteProblem> of(ListenerConfig config, List<Rule> rules) {
        RouteProblems problems = new RouteProblems(config);
        int ofCode = rules.size() - config.routes().size();
        rules.subList(0, Math.max(0, ofCode)).forEach(problems::look);
        for (int i = 0; i < config.routes().size(); i++) {
            problems.look("routes[" + i + "].", config.routes().get(i));
        }
        return List.copyOf(problems.problems);
    }

    private void look(String key, RouteConfig route) {
        String path = route.path();
        String files = route.files();
        RespondConfig respond = route.respond();
        try {
            // Of files it is the prefix that is compiled.
            Patterns.compile(files == null ? path : path.substring(0, path.length() - 2));
        } catch (IllegalArgumentException e) {
            add(key + "path", path, Patterns.EXPECTED + ": " + e.getCause());
        }
        if (files != null && !canBeServed(Path.of(files))) {
            add(key + "files", files, directory(Path.of(files)));
        }
        if (respond != null && hasBodyInVain(respond.status(), respond.body())) {
            add(key + "respond.status", Integer.toString(respond.status()), EMPTY);
        }
    }

    private void look(Rule rule) {
        if (!scoped(rule)) {
            return;
        }
        switch (rule) {
            case Rule.Http http -> pattern(http.pattern());
            case Rule.Redirect redirect -> pattern(redirect.pattern());
            case Rule.Respond respond -> respond(respond);
            case Rule.Events events -> events(events);
            case Rule.Files files -> files(files);
            case Rule.Service ignored -> {}
            case Rule.Filtering ignored -> {}
            case Rule.HttpFiltering ignored -> {}
            case Rule.OnError<?> ignored -> {}
            case Rule.Tcp ignored -> tcp();
            case Rule.WebSocket webSocket -> webSocket(webSocket.pattern());
            case Rule.HelidonWebSocket webSocket -> webSocket(webSocket.pattern());
            case Rule.Grpc _ -> grpc();
        }
    }

    private boolean scoped(Rule rule) {
        String prefix = rule.scope().prefix();
        return prefix.isEmpty() || pattern(prefix);
    }

    private boolean pattern(String pattern) {
        try {
            Patterns.compile(pattern);
            return true;
        } catch (IllegalArgumentException e) {
            addOnce(RouteProblem.ofCode(String.valueOf(e.getMessage())));
            return false;
        }
    }

    private void respond(Rule.Respond respond) {
        pattern(respond.pattern());
        if (hasBodyInVain(respond.status(), respond.body())) {
            ofCode(
                    "respond "
                            + respond.pattern()
                            + ": status "
                            + respond.status()
                            + " with a body (expected: "
                            + EMPTY
                            + ")");
        }
    }

    private static boolean hasBodyInVain(int status, String body) {
        return WITHOUT_BODY.contains(status) && !body.isEmpty();
    }

    private void webSocket(String pattern) {
        pattern(pattern);
        needs(WEBSOCKET, " for webSocket " + pattern);
    }

    private void grpc() {
        needs(GRPC, " for the gRPC services of its routes");
    }

    private void tcp() {
        needs(TCP, " for the tcp rule of its routes");
    }

    private void events(Rule.Events events) {
        pattern(events.pattern());
        try {
            RuleCompiler.settings(config, events.change());
        } catch (IllegalArgumentException e) {
            ofCode("sse " + events.pattern() + ": " + e.getMessage());
        }
        needs(HttpProtocol.SSE, " for sse " + events.pattern());
    }

    /** What code asks for, the listener lacks. */
    private void needs(String protocol, String why) {
        if (!config.protocols().contains(protocol)) {
            addOnce(
                    new RouteProblem(
                            "protocols",
                            String.join(", ", config.protocols()),
                            '"' + protocol + "\" among them," + why));
        }
    }

    private void files(Rule.Files files) {
        Path directory = files.directory();
        if (!canBeServed(directory)) {
            ofCode(
                    "files "
                            + files.scope().prefix()
                            + "/*: \""
                            + directory
                            + "\" (expected: "
                            + directory(directory)
                            + ")");
        }
    }

    private static boolean canBeServed(Path directory) {
        return Files.isDirectory(directory) && Files.isReadable(directory);
    }

    private static String directory(Path directory) {
        return "a directory that can be read; looked at " + directory.toAbsolutePath().normalize();
    }

    private void ofCode(String what) {
        problems.add(RouteProblem.ofCode(what));
    }

    private void add(String key, String value, String expected) {
        problems.add(new RouteProblem(key, value, expected));
    }

    private void addOnce(RouteProblem problem) {
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }
}
