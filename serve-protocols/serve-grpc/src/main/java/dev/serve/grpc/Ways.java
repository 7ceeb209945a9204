package dev.serve.grpc;

import dev.serve.api.routing.Rule;
import dev.serve.api.routing.Scope;
import dev.serve.grpc.json.Binding;
import dev.serve.grpc.json.JsonMethod;
import dev.serve.grpc.json.JsonService;
import dev.serve.grpc.json.PathTemplate;
import io.grpc.ServerServiceDefinition;
import io.helidon.http.HttpPrologue;
import io.helidon.http.ServerRequestHeaders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The paths by which the methods of a listener are called in plain requests: those of the methods
 * themselves, and with {@code grpc.json} those of their {@code google.api.http}.
 *
 * <p>Filled by the thread that compiles the table, before it is in force; read by all after that.
 */
final class Ways {

    /** A path of {@code google.api.http} where it holds. */
    record Way(Scope scope, Binding binding) {

        boolean fits(HttpPrologue prologue, ServerRequestHeaders headers) {
            return binding.path() != null
                    && binding.path().match(prologue.uriPath().rawPath()) != null
                    && scope.accepts(headers);
        }
    }

    private final Set<String> methods = new HashSet<>();
    private final List<Way> ways = new ArrayList<>();

    /** Adds the paths of the methods of a service. */
    void add(ServerServiceDefinition service) {
        methods.addAll(Requests.methods(service).keySet());
    }

    /** Adds those that the methods of a service tell of. */
    void addRules(Scope scope, ServerServiceDefinition service) {
        for (JsonMethod method : JsonService.methods(service)) {
            for (Binding binding : JsonService.bindings(method, new ArrayList<>())) {
                ways.add(new Way(scope, binding));
            }
        }
    }

    /** The more exact ones first, and HEAD before GET, which answers it too. */
    List<Way> inOrder() {
        return ways.stream().sorted(Ways::compare).toList();
    }

    private static int compare(Way one, Way other) {
        PathTemplate path = one.binding().path();
        PathTemplate otherPath = other.binding().path();
        int order = path == null || otherPath == null ? 0 : path.compareExactness(otherPath);
        return order != 0 ? order : other.binding().verb().compareTo(one.binding().verb());
    }

    /** The methods of HTTP on a path, sorted, in a set of the caller's; empty if it is unknown. */
    Set<String> verbs(HttpPrologue prologue, ServerRequestHeaders headers) {
        Set<String> verbs = new TreeSet<>();
        if (isMethod(prologue)) {
            verbs.add("POST");
        }
        for (Way way : ways) {
            if (way.fits(prologue, headers)) {
                Set<String> taken = way.binding().verbs();
                verbs.addAll(taken.isEmpty() ? Set.of(prologue.method().text()) : taken);
            }
        }
        return verbs;
    }

    /** Whether it is the path of a method. */
    boolean isMethod(HttpPrologue prologue) {
        return methods.contains(prologue.uriPath().path());
    }

    /** What is wrong with what the methods tell, as phrases. */
    static List<String> problems(List<Rule> rules) {
        List<String> problems = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Rule rule : rules) {
            if (rule instanceof Rule.Grpc(var scope, var service)) {
                for (JsonMethod method : JsonService.methods(service)) {
                    for (Binding binding : JsonService.bindings(method, problems)) {
                        if (!seen.add(binding.shape() + " " + scope.conditions())) {
                            problems.add(
                                    "google.api.http of "
                                            + method.name()
                                            + ": "
                                            + binding.verb()
                                            + " "
                                            + binding.path()
                                            + " twice (expected: once)");
                        }
                    }
                }
            }
        }
        return problems.stream().map(problem -> "grpc: " + problem).toList();
    }
}
