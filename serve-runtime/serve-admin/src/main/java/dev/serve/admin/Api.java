package dev.serve.admin;

import static java.lang.System.Logger.Level.ERROR;

import dev.serve.api.Server;
import dev.serve.api.config.AdminConfig;
import dev.serve.api.config.ConfigException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.PathMatchers;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Between HTTP and the operations: lets callers in, checks what every request must be, turns what
 * went wrong into a problem, and audits commands. Called by many threads at once.
 */
final class Api {

    private static final System.Logger LOG = System.getLogger(Api.class.getName());

    private final Supplier<@Nullable Server> server;
    private final Supplier<AdminConfig> config;
    private final Audit audit;

    /**
     * @param server there once it has started
     * @param config the one in force
     */
    Api(Supplier<@Nullable Server> server, Supplier<AdminConfig> config, Audit audit) {
        this.server = server;
        this.config = config;
        this.audit = audit;
    }

    /** Does an operation and answers. */
    void serve(Operation operation, ServerRequest request, ServerResponse response) {
        Caller caller = null;
        String outcome;
        Answer answer;
        Runnable afterwards = null;
        try {
            caller = Access.admit(config.get(), request);
            Call call = admitted(operation, caller, request);
            answer = operation.work().answer(call);
            outcome = call.outcome();
            afterwards = call.afterwards();
        } catch (RuntimeException e) {
            ApiProblem problem = problem(e, line(operation, request));
            answer = problem.answer();
            outcome = problem.detail();
        }
        if (operation.isCommand()) {
            audit(caller, request, line(operation, request), answer.status().code(), outcome);
        }
        if (afterwards == null) {
            send(answer, response);
        } else {
            try {
                sendAtOnce(answer, response);
            } finally {
                afterwards.run(); // who asked need not wait to hear that it is done
            }
        }
    }

    private void audit(
            @Nullable Caller caller,
            ServerRequest request,
            String command,
            int status,
            String outcome) {
        if (caller == null) {
            audit.addStranger(Access.place(request), command, status, outcome);
        } else {
            audit.add(caller, command, status, outcome);
        }
    }

    private static ApiProblem problem(RuntimeException failure, String line) {
        return switch (failure) {
            case ApiProblem problem -> problem;
            case ConfigException wrong -> ApiProblem.of(wrong);
            // What the protocol says of a body that is broken, late or too long.
            case RequestException refused ->
                    ApiProblem.of(refused.status(), String.valueOf(refused.getMessage()));
            // What the server says of a command that its state does not allow.
            case IllegalStateException early ->
                    ApiProblem.of(Status.CONFLICT_409, String.valueOf(early.getMessage()));
            default -> {
                LOG.log(ERROR, line + " failed", failure);
                yield ApiProblem.of(
                        Status.INTERNAL_SERVER_ERROR_500, "it failed; the log says why");
            }
        };
    }

    private static String line(Operation operation, ServerRequest request) {
        return operation.method().text() + " " + request.prologue().uriPath().path();
    }

    /** Lets a request for the stream of events through to it, or answers why not. */
    void admitStream(Operation operation, ServerRequest request, ServerResponse response) {
        try {
            admit(operation, request);
        } catch (ApiProblem problem) {
            send(problem.answer(), response);
            return;
        }
        response.next();
    }

    /** Whether a request that was let in would be let in now. */
    boolean admits(Operation operation, ServerRequest request) {
        try {
            admit(operation, request);
            return true;
        } catch (ApiProblem problem) {
            return false;
        }
    }

    private void admit(Operation operation, ServerRequest request) {
        Call _ = admitted(operation, Access.admit(config.get(), request), request);
    }

    private Call admitted(Operation operation, Caller caller, ServerRequest request) {
        if (!caller.role().covers(operation.role())) {
            throw ApiProblem.forbidden(
                    "as "
                            + Fields.word(caller.role())
                            + " (expected: "
                            + Fields.word(operation.role())
                            + ")");
        }
        Server running = server.get();
        if (running == null) {
            throw ApiProblem.of(Status.SERVICE_UNAVAILABLE_503, "the server has not started");
        }
        Call call = new Call(request, running, caller);
        requireMediaType(operation, call);
        return call;
    }

    /** A form of another page can send no such type without being asked first. */
    private static void requireMediaType(Operation operation, Call call) {
        List<String> allowed = operation.body().mediaTypes();
        if (!allowed.isEmpty() && !allowed.contains(call.mediaType())) {
            throw ApiProblem.of(
                    Status.UNSUPPORTED_MEDIA_TYPE_415,
                    "Content-Type: \"%s\" (expected: %s)"
                            .formatted(call.mediaType(), String.join(" or ", allowed)));
        }
    }

    /** What no operation is for: 405 with Allow where another method is, else 404. */
    void unknown(List<Operation> operations, ServerRequest request, ServerResponse response) {
        HttpPrologue prologue = request.prologue();
        Set<String> allowed =
                operations.stream()
                        .filter(each -> fits(each, prologue))
                        .flatMap(Operation::methods)
                        .collect(Collectors.toCollection(TreeSet::new));
        String path = prologue.uriPath().path();
        ApiProblem problem =
                allowed.isEmpty()
                        ? ApiProblem.notFound("nothing at " + path + " (see /api/v1/openapi.json)")
                        : ApiProblem.of(
                                        Status.METHOD_NOT_ALLOWED_405,
                                        prologue.method().text()
                                                + " "
                                                + path
                                                + " (expected: "
                                                + String.join(", ", allowed)
                                                + ")")
                                .header("Allow", String.join(", ", allowed));
        send(problem.answer(), response);
    }

    private static boolean fits(Operation operation, HttpPrologue prologue) {
        return PathMatchers.create(Operation.ROOT + operation.path())
                .match(prologue.uriPath())
                .accepted();
    }

    /** Sends it so that it is on its way when this returns. */
    private static void sendAtOnce(Answer answer, ServerResponse response) {
        begin(answer, response);
        response.headers().contentLength(answer.body().length);
        try (OutputStream out = response.outputStream()) {
            out.write(answer.body());
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("sending an answer", e);
        }
    }

    private static void send(Answer answer, ServerResponse response) {
        begin(answer, response);
        if (answer.mediaType().isEmpty()) {
            response.send();
        } else {
            response.send(answer.body());
        }
    }

    private static void begin(Answer answer, ServerResponse response) {
        response.status(answer.status());
        response.headers().set(HeaderNames.CACHE_CONTROL, "no-store");
        response.headers().set(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        answer.headers()
                .forEach((name, value) -> response.headers().set(HeaderNames.create(name), value));
        if (!answer.mediaType().isEmpty()) {
            response.headers().set(HeaderNames.CONTENT_TYPE, answer.mediaType());
        }
    }
}
