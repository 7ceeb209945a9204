package dev.serve.http.compatibility;

import dev.serve.http.compatibility.FourServers.Pair;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Where our answers differ from Helidon's on purpose, each with the section that says so. */
final class AllowedDifferences {

    /**
     * One of them.
     *
     * @param request the name of the request
     * @param section why
     * @param pairs which servers differ
     * @param ours what is answered instead
     */
    record Difference(
            String request,
            String section,
            Predicate<Pair> pairs,
            Predicate<FourServers.Outcome> ours) {}

    private static final List<Difference> ALL =
            List.of(
                    new Difference(
                            "204",
                            "RFC 9110 section 8.6: no Content-Length with 204",
                            Pair::isOurEngine,
                            outcome ->
                                    outcome.answer().status() == 204
                                            && outcome.answer().header("Content-Length").isEmpty()),
                    new Difference(
                            "304",
                            "RFC 9110 section 8.6: Content-Length of 304 is that of a 200, or absent",
                            Pair::isOurEngine,
                            outcome ->
                                    outcome.answer().status() == 304
                                            && outcome.answer().header("Content-Length").isEmpty()),
                    new Difference(
                            "HEAD of any",
                            "RFC 9110 section 9.3.2: no body to HEAD",
                            Pair::isOurEngine,
                            outcome ->
                                    outcome.answer().status() == 200
                                            && outcome.answer()
                                                    .header("Content-Length")
                                                    .filter("4"::equals)
                                                    .isPresent()
                                            && outcome.goesOn()),
                    new Difference(
                            "HEAD of GET",
                            "RFC 9110 section 9.3.2: no body to HEAD",
                            pair -> pair == Pair.OURS_ON_HELIDON,
                            outcome -> outcome.answer().status() == 404 && outcome.goesOn()),
                    new Difference(
                            "HEAD of GET",
                            "RFC 9110 section 9.3.2: HEAD where GET is",
                            pair -> pair == Pair.OURS_ON_OURS,
                            outcome -> outcome.answer().status() == 200 && outcome.goesOn()),
                    new Difference(
                            "HEAD of GET",
                            "RFC 9110 section 15.5.6: a method that the path does not have",
                            pair -> pair == Pair.HELIDON_ON_OURS,
                            outcome -> outcome.answer().status() == 405),
                    new Difference(
                            "another method",
                            "RFC 9110 section 15.5.6: 405 with Allow",
                            pair -> pair == Pair.OURS_ON_OURS || pair == Pair.HELIDON_ON_OURS,
                            outcome ->
                                    outcome.answer().status() == 405
                                            && outcome.answer().header("Allow").isPresent()),
                    new Difference(
                            "trailers",
                            "Helidon adds a trailer of its own, stream-result",
                            Pair::isOurEngine,
                            outcome -> outcome.answer().body().equals("abc")),
                    new Difference(
                            "long streamed answer",
                            "same bytes, cut into other chunks",
                            Pair::isOurEngine,
                            outcome -> outcome.answer().body().length() == 100_000),
                    new Difference(
                            "broken chunk",
                            "RFC 9112 section 7.1: 400, and the connection is closed",
                            Pair::isOurEngine,
                            outcome -> outcome.answer().status() == 400 && !outcome.goesOn()),
                    new Difference(
                            "close asked for",
                            "RFC 9112 section 9.6: announced and done",
                            Pair::isOurEngine,
                            outcome -> outcome.answer().status() == 200 && !outcome.goesOn()),
                    new Difference(
                            "header too large",
                            "RFC 6585 section 5: 431",
                            Pair::isOurEngine,
                            outcome -> outcome.answer().status() == 431 && !outcome.goesOn()),
                    new Difference(
                            "body cannot be decoded",
                            "RFC 9110 section 15.5.16: 415",
                            Pair::isOurEngine,
                            outcome -> outcome.answer().status() == 415),
                    new Difference(
                            "body in two codings",
                            "RFC 9110 section 15.5.16: 415",
                            Pair::isOurEngine,
                            outcome -> outcome.answer().status() == 415),
                    new Difference(
                            "expectation not met",
                            "RFC 9110 section 10.1.1: 417",
                            Pair::isOurEngine,
                            outcome -> outcome.answer().status() == 417));

    private AllowedDifferences() {}

    static Optional<Difference> of(String request, Pair pair) {
        return ALL.stream()
                .filter(difference -> difference.request().equals(request))
                .filter(difference -> difference.pairs().test(pair))
                .findFirst();
    }

    static List<Difference> all() {
        return ALL;
    }
}
