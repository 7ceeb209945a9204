package dev.serve.server.wire;

import java.util.List;
import java.util.stream.Stream;

/** One way to make a wire: every contract test runs on each. */
record Combination(boolean selecting, boolean unix, boolean tls) {

    static List<Combination> all() {
        return Stream.of(true, false)
                .flatMap(
                        selecting ->
                                Stream.of(true, false)
                                        .flatMap(
                                                unix ->
                                                        Stream.of(true, false)
                                                                .map(
                                                                        tls ->
                                                                                new Combination(
                                                                                        selecting,
                                                                                        unix,
                                                                                        tls))))
                .toList();
    }

    @Override
    public String toString() {
        return (selecting ? "selector" : "blocking")
                + (unix ? ", Unix" : ", TCP")
                + (tls ? ", TLS" : ", plain");
    }
}
