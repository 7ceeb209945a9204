package dev.serve.admin;

import static dev.serve.admin.Shape.TEXT;

import dev.serve.api.change.ChangePlan;
import dev.serve.api.config.ConfigException;
import dev.serve.api.config.Problem;
import io.helidon.http.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request is told that is not done, in the one shape of RFC 9457: {@code type}, {@code
 * title}, {@code status}, {@code detail}, and members of its own. Immutable.
 */
final class ApiProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The media type of every error. */
    static final String MEDIA_TYPE = "application/problem+json";

    private static final ObjectShape<Problem> PROBLEM =
            Shape.<Problem>object("ConfigProblem")
                    .with("place", TEXT, Problem::origin)
                    .with("key", TEXT, Problem::key)
                    .with("message", TEXT, Problem::withoutPlace);

    static final ObjectShape<ApiProblem> SHAPE =
            Shape.<ApiProblem>object("Problem")
                    .with("type", TEXT, problem -> "about:blank")
                    .with("title", TEXT, problem -> problem.status.reasonPhrase())
                    .with("status", Shape.INTEGER, problem -> problem.status.code())
                    .with("detail", TEXT, ApiProblem::detail)
                    .withSome(
                            "problems",
                            Shape.list(PROBLEM),
                            problem -> problem.problems.isEmpty() ? null : problem.problems)
                    .withSome(
                            "outcome",
                            TEXT,
                            problem -> problem.notDone == null ? null : problem.notDone.outcome())
                    .withSome(
                            "plan",
                            ConfigViews.PLAN,
                            problem -> problem.notDone == null ? null : problem.notDone.plan());

    /** RFC 9110 section 15.5.21. */
    private static final Status UNPROCESSABLE = Status.create(422, "Unprocessable Content");

    private final transient Status status;
    private final transient List<Problem> problems;
    private final transient @Nullable NotDone notDone;
    private final transient Map<String, String> headers;

    /** A change that is not in force: what became of it, in a word, and its plan. */
    private record NotDone(String outcome, ChangePlan plan) {}

    private ApiProblem(
            Status status,
            String detail,
            List<Problem> problems,
            @Nullable NotDone notDone,
            Map<String, String> headers) {
        // Expected: nobody looks at where it was made.
        super(detail, null, false, false);
        this.status = status;
        this.problems = List.copyOf(problems);
        this.notDone = notDone;
        this.headers = Map.copyOf(headers);
    }

    static ApiProblem of(Status status, String detail) {
        return new ApiProblem(status, detail, List.of(), null, Map.of());
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
        List<Problem> problems = failure.problems();
        String detail =
                problems.size() == 1
                        ? problems.getFirst().withoutPlace()
                        : problems.size() + " problems";
        return new ApiProblem(UNPROCESSABLE, detail, problems, null, Map.of());
    }

    /** With what became of a change, in a word, and its plan. */
    ApiProblem with(String outcome, ChangePlan plan) {
        return new ApiProblem(status, detail(), problems, new NotDone(outcome, plan), headers);
    }

    /** With a header in its answer. */
    ApiProblem header(String name, String value) {
        Map<String, String> fields = new LinkedHashMap<>(headers);
        fields.put(name, value);
        return new ApiProblem(status, detail(), problems, notDone, fields);
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    Status status() {
        return status;
    }

    Answer answer() {
        return new Answer(status, MEDIA_TYPE, Json.bytes(SHAPE.write(this)), headers);
    }
}
