package dev.serve.admin;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.util.stream.Stream;

/**
 * {@code If-Match} of a change (RFC 9110 section 13.1.1): the versions that it is made for, or
 * {@code *} for whichever is in force. Immutable.
 */
record IfMatch(String field) {

    /** The ETag of a version. */
    static String tag(long version) {
        return "\"" + version + "\"";
    }

    /**
     * That of a request.
     *
     * @throws ApiProblem 428 without one, 412 if it is not for the version in force
     */
    static IfMatch of(Call call) {
        IfMatch condition =
                call.list(HeaderNames.IF_MATCH)
                        .map(field -> new IfMatch(field.strip()))
                        .orElseThrow(
                                () ->
                                        ApiProblem.of(
                                                Status.PRECONDITION_REQUIRED_428,
                                                "no If-Match (expected: the ETag of /config)"));
        condition.require(call.server().version());
        return condition;
    }

    /**
     * Goes on for one of its versions alone.
     *
     * @throws ApiProblem 412 for another one
     */
    void require(long version) {
        String tag = tag(version);
        if (!matches(tag)) {
            throw ApiProblem.of(
                            Status.PRECONDITION_FAILED_412,
                            "If-Match: " + field + " (expected: " + tag + ", which is in force)")
                    .header("ETag", tag);
        }
    }

    /** The strong comparison: nothing weak matches (RFC 9110 section 8.8.3.2). */
    private boolean matches(String tag) {
        return field.equals("*")
                || Stream.of(field.split(",", -1)).map(String::strip).anyMatch(tag::equals);
    }
}
