package dev.serve.websocket;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.WebSocketConfig;
import dev.serve.api.routing.Rule;
import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What can be said of a table's WebSocket rules before any of them runs. Stateless. */
final class WebSocketRules {

    private WebSocketRules() {}

    /** What is wrong with them, as phrases. */
    static List<String> problems(ListenerConfig config, List<Rule> rules) {
        List<String> problems = new ArrayList<>();
        for (Rule rule : rules) {
            switch (rule) {
                case Rule.WebSocket(_, var pattern, _, var change) ->
                        check(config, pattern, change, problems);
                case Rule.HelidonWebSocket(_, var pattern, _, var change) ->
                        check(config, pattern, change, problems);
                default -> {}
            }
        }
        return problems;
    }

    private static void check(
            ListenerConfig config,
            String pattern,
            Consumer<WebSocketConfig.Builder> change,
            List<String> problems) {
        try {
            PathMatchers.create(pattern);
            settings(config, change);
        } catch (IllegalStateException | IllegalArgumentException e) {
            problems.add("webSocket \"" + pattern + "\": " + e.getMessage());
        }
    }

    /** The settings of a route. */
    static WebSocketConfig settings(
            ListenerConfig config, Consumer<WebSocketConfig.Builder> change) {
        WebSocketConfig.Builder builder = config.websocket().toBuilder();
        change.accept(builder);
        return builder.build();
    }

    /** Whether plain requests for the same path have an answer of their own. */
    static boolean hasPage(List<Rule> rules, String pattern) {
        return rules.stream()
                .anyMatch(
                        rule ->
                                switch (rule) {
                                    case Rule.Http http ->
                                            http.pattern().equals(pattern)
                                                    && (http.methods().isEmpty()
                                                            || http.methods().contains(Method.GET));
                                    case Rule.Respond respond -> respond.pattern().equals(pattern);
                                    case Rule.Redirect redirect ->
                                            redirect.pattern().equals(pattern);
                                    case Rule.Events events -> events.pattern().equals(pattern);
                                    default -> false;
                                });
    }
}
