package dev.serve.admin;

import dev.serve.api.config.ConfigException;
import dev.serve.api.config.Problem;
import io.helidon.http.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a request is told that is not done, in the one shape of RFC 9457: {@code type}, {@code
 * title}, {@code status}, {@code detail}, and members of its own. Immutable.
 */
final class ApiProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The media type of every error. */
    static final String MEDIA_TYPE = "application/problem+json";

    /** RFC 9110 section 15.5.21. */
    private static final Status UNPROCESSABLE = Status.create(422, "Unprocessable Content");

    private final transient Status status;
    private final transient Map<String, Object> more;
    private final transient Map<String, String> headers;

    private ApiProblem(
            Status status, String detail, Map<String, Object> more, Map<String, String> headers) {
        // Expected: nobody looks at where it was made.
        super(detail, null, false, false);
        this.status = status;
        this.more = Map.copyOf(more);
        this.headers = Map.copyOf(headers);
    }

    static ApiProblem of(Status status, String detail) {
        return new ApiProblem(status, detail, Map.of(), Map.of());
    }

    static ApiProblem badRequest(String detail) {
        return of(Status.BAD_REQUEST_400, detail);
    }

    static ApiProblem forbidden(String detail) {
        return of(Status.FORBIDDEN_403, detail);
    }

    static ApiProblem notFound(String detail) {
        return of(Status.NOT_FOUND_404, detail);
    }

    /** A configuration that cannot be used, with everything that is wrong with it. */
    static ApiProblem of(ConfigException failure) {
        List<Map<String, Object>> problems =
                failure.problems().stream().map(ApiProblem::described).toList();
        String detail =
                problems.size() == 1
                        ? failure.problems().getFirst().withoutPlace()
                        : problems.size() + " problems";
        return of(UNPROCESSABLE, detail).with("problems", problems);
    }

    private static Map<String, Object> described(Problem problem) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("place", problem.origin().toString());
        described.put("key", problem.key());
        described.put("message", problem.withoutPlace());
        return described;
    }

    /** With one more member. */
    ApiProblem with(String name, Object value) {
        Map<String, Object> members = new LinkedHashMap<>(more);
        members.put(name, value);
        return new ApiProblem(status, detail(), members, headers);
    }

    /** With a header in its answer. */
    ApiProblem header(String name, String value) {
        Map<String, String> fields = new LinkedHashMap<>(headers);
        fields.put(name, value);
        return new ApiProblem(status, detail(), more, fields);
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    Status status() {
        return status;
    }

    Answer answer() {
        Fields fields =
                new Fields()
                        .with("type", "about:blank")
                        .with("title", status.reasonPhrase())
                        .with("status", status.code())
                        .with("detail", detail());
        more.forEach(fields::with);
        return new Answer(status, MEDIA_TYPE, Json.bytes(fields), headers);
    }
}
