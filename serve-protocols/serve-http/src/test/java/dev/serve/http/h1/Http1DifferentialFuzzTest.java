package dev.serve.http.h1;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A target for Jazzer, with Jetty's parser as the judge: whatever we take for a request it takes
 * for the same one, with the same body, and where we refuse it refuses, but for the differences
 * listed here. Two parsers that see other requests in the same bytes are what smuggling needs.
 */
class Http1DifferentialFuzzTest {

    /** What we refuse and Jetty's parser leaves to others, or takes. */
    private static final Set<String> WE_ALONE_REFUSE =
            Set.of(
                    // Limits of this test; Jetty is given none.
                    "414 The request line is too long",
                    "431 The header fields are too large",
                    "431 The trailer fields are too large",
                    "413 The body is too large",
                    "400 too large for the test",
                    "400 A chunk extension is too long",
                    "400 The chunk extensions are too long",
                    // RFC 9112 section 7.1.1 has a grammar; Jetty reads over them.
                    "400 A chunk extension is malformed",
                    "505 The version of HTTP is not supported (expected: HTTP/1.1)",
                    // RFC 9112 section 6.1; we know no coding but chunked.
                    "400 The transfer coding is not supported (expected: chunked, and no other)",
                    "400 HTTP/1.0 has no Transfer-Encoding",
                    // RFC 9110 section 6.5.1: fields that frame, route or authenticate.
                    "400 A field is not allowed after the body",
                    // Jetty takes names that no host has.
                    "400 Host is malformed",
                    // RFC 9112 section 2.2 asks for one.
                    "400 There are empty lines before the request",
                    // RFC 9112 section 2.3: HTTP in capitals.
                    "400 The version of HTTP is malformed",
                    // Methods in lower case are tokens too; we take no such names.
                    "400 This is no HTTP request",
                    "400 The method is malformed",
                    // Targets are read elsewhere in Jetty.
                    "400 The target is neither a path nor an http URI",
                    "400 The target names no valid host",
                    "400 The target holds a fragment",
                    "400 The path holds a character that must be escaped",
                    "400 The query holds a character that must be escaped",
                    "400 The target holds a malformed escape",
                    "400 The path holds %00",
                    "400 The path holds escapes that are not UTF-8",
                    "400 The path is malformed");

    /** What we take and Jetty refuses. */
    private static final Set<String> JETTY_ALONE_REFUSES =
            Set.of(
                    // RFC 9110 section 2.5: a later minor version is served as 1.1.
                    "505 Unknown Version",
                    // RFC 3986 section 3.2.3: a colon may be followed by no port.
                    "400 Bad HostPort");

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        Transcript ours = Transcript.reading(bytes);
        JettyReading theirs = JettyReading.of(bytes);
        int both = Math.min(ours.requests().size(), theirs.requests().size());
        for (int i = 0; i < both; i++) {
            check(ours.requests().get(i), theirs.requests().get(i));
        }
        if (ours.requests().size() > both && !JETTY_ALONE_REFUSES.contains(theirs.end())) {
            throw new AssertionError("we alone take a request; Jetty: " + theirs.end());
        }
        if (theirs.requests().size() > both && !WE_ALONE_REFUSE.contains(ours.end())) {
            throw new AssertionError("Jetty alone takes a request; we: " + ours.end());
        }
    }

    private static void check(Transcript.Seen ours, Transcript.Seen theirs) {
        if (!ours.method().equals(theirs.method()) || !ours.body().equals(theirs.body())) {
            throw new AssertionError("we read " + ours + ", Jetty reads " + theirs);
        }
        List<String> fields = theirs.fields();
        if (ours.fields().size() != fields.size()) {
            throw new AssertionError("we read " + ours.fields() + ", Jetty reads " + fields);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"get", "post", "chunked", "pipelined", "absolute", "authority", "smuggled"})
    void theSeedsAreReadAsByJetty(String seed) {
        fuzzerTestOneInput(Http1FuzzTest.seed(seed));
    }
}
