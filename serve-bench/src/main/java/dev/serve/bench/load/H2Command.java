package dev.serve.bench.load;

import dev.serve.testing.DevCertificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** As {@link LoadCommand}, over HTTP/2, and of several sides in one run. */
@Command(
        name = "h2",
        description = "Measures requests a second and the server's CPU time over HTTP/2.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class H2Command implements Callable<Integer> {

    /** Who speaks HTTP/2. */
    static final List<Side> SPEAKING = List.of(Side.OURS, Side.VERTX, Side.RAW);

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "ROW",
            description = "What to measure: ${COMPLETION-CANDIDATES}; all without one.")
    private List<H2Row> rows = List.of();

    @Option(
            names = "--sides",
            split = ",",
            description = "Who is measured beside raw Helidon: OURS, VERTX.")
    private List<Side> sides = List.of(Side.OURS, Side.VERTX);

    @Mixin private RequestRounds options = new RequestRounds();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        if (!H2LoadClient.present()) {
            throw new IOException("h2load cannot be run (expected: nghttp2's, on the PATH)");
        }
        PrintWriter out = spec.commandLine().getOut();
        List<Side> all = Stream.concat(sides.stream(), Stream.of(Side.RAW)).distinct().toList();
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            DevCertificates certificates = DevCertificates.createIn(scratch.path());
            H2LoadClient sender = new H2LoadClient(scratch.path());
            Processors processors = options.processors();
            Rounds rounds = new Rounds(options, processors);
            out.printf("Java %s; client h2load; %s; %s%n", Runtime.version(), processors, options);
            for (H2Row row : rows.isEmpty() ? List.of(H2Row.values()) : rows) {
                out.printf("%s: %s%n", row.name().toLowerCase(Locale.ROOT), row.title());
                out.flush();
                Path keys = row.tls() ? certificates.directory() : null;
                rounds.measure(
                                all,
                                keys,
                                row.warmup(options.warmup()),
                                (port, time) -> sender.run(port, row, time))
                        .print(out);
            }
        }
        return 0;
    }
}
