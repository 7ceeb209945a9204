package dev.serve.grpc.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a call says in fields, in the head of its answer; a page of another origin that may read the
 * answer may read them too (Fetch, Access-Control-Expose-Headers). Stateless.
 */
public final class Fielded {

    private static final HeaderName ALLOW_ORIGIN =
            HeaderNames.create("Access-Control-Allow-Origin");
    private static final HeaderName EXPOSE = HeaderNames.create("Access-Control-Expose-Headers");

    private Fielded() {}

    /**
     * Adds fields to an answer.
     *
     * @param without names in lower case of those that are left out
     */
    public static void add(Headers fields, Set<String> without, ServerResponse response) {
        List<String> names = new ArrayList<>();
        for (Header field : fields) {
            String name = field.headerName().lowerCase();
            if (!without.contains(name)) {
                response.header(field);
                names.add(name);
            }
        }
        if (response.headers().contains(ALLOW_ORIGIN)) {
            expose(names, response);
        }
    }

    /**
     * What stands before the parameters of a media type, in lower case (RFC 9110 section 8.3.1).
     */
    public static String withoutParameters(String mediaType) {
        int end = mediaType.indexOf(';');
        return (end < 0 ? mediaType : mediaType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** Lets pages of another origin read these fields too. */
    public static void expose(List<String> names, ServerResponse response) {
        Set<String> all = new TreeSet<>(names);
        if (response.headers().contains(EXPOSE)) {
            all.addAll(List.of(response.headers().get(EXPOSE).get().split(", ", -1)));
        }
        response.header(EXPOSE, String.join(", ", all));
    }
}
