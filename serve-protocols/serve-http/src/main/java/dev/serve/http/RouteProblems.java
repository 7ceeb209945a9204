package dev.serve.http;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Says what keeps rules from being served on a listener. Looks at directories, runs no handler. */
final class RouteProblems {

    /** RFC 9110: statuses whose answers have no content. */
    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 205, 304);

    private final ListenerConfig config;
    private final List<String> problems = new ArrayList<>();

    private static final String WEBSOCKET = "websocket";
    private static final String GRPC = "grpc";

    private RouteProblems(ListenerConfig config) {
        this.config = config;
    }

    /** Every problem, in the order of the rules; empty when there is none. */
    static List<String> of(ListenerConfig config, List<Rule> rules) {
        RouteProblems problems = new RouteProblems(config);
        rules.forEach(problems::look);
        return List.copyOf(problems.problems);
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
            String problem = String.valueOf(e.getMessage());
            if (!problems.contains(problem)) {
                problems.add(problem);
            }
            return false;
        }
    }

    private void respond(Rule.Respond respond) {
        pattern(respond.pattern());
        if (WITHOUT_BODY.contains(respond.status()) && !respond.body().isEmpty()) {
            problems.add(
                    "respond "
                            + respond.pattern()
                            + ": status "
                            + respond.status()
                            + " with a body (expected: no body with 204, 205 or 304)");
        }
    }

    private void webSocket(String pattern) {
        pattern(pattern);
        if (!config.protocols().contains(WEBSOCKET)) {
            problems.add(
                    "webSocket "
                            + pattern
                            + ": protocols "
                            + config.protocols()
                            + " (expected: \"websocket\" among them)");
        }
    }

    private void grpc() {
        String problem =
                "grpc: protocols " + config.protocols() + " (expected: \"grpc\" among them)";
        if (!config.protocols().contains(GRPC) && !problems.contains(problem)) {
            problems.add(problem);
        }
    }

    private void tcp() {
        if (!config.protocols().contains("tcp")) {
            problems.add(
                    "tcp: protocols " + config.protocols() + " (expected: \"tcp\" among them)");
        }
    }

    private void events(Rule.Events events) {
        pattern(events.pattern());
        try {
            RuleCompiler.settings(config, events.change());
        } catch (IllegalArgumentException e) {
            problems.add("sse " + events.pattern() + ": " + e.getMessage());
        }
        if (!config.protocols().contains(HttpProtocol.SSE)) {
            problems.add(
                    "sse "
                            + events.pattern()
                            + ": protocols "
                            + config.protocols()
                            + " (expected: \"sse\" among them)");
        }
    }

    private void files(Rule.Files files) {
        Path directory = files.directory();
        if (!Files.isDirectory(directory) || !Files.isReadable(directory)) {
            problems.add(
                    "files "
                            + files.scope().prefix()
                            + "/*: \""
                            + directory
                            + "\" (expected: a directory that can be read; looked at "
                            + directory.toAbsolutePath().normalize()
                            + ")");
        }
    }
}
