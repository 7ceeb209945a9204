package dev.serve.bench.load;

import dev.serve.testing.DevCertificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Requests a second, CPU time of the server for each, and times of answers. */
@Command(
        name = "load",
        description = "Measures requests a second and the server's CPU time per request.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class LoadCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "ROW",
            description = "What to measure: ${COMPLETION-CANDIDATES}; all without one.")
    private List<Row> rows = List.of();

    @Option(names = "--connections", description = "Connections at a time.")
    private int connections = 64;

    @Option(
            names = "--side",
            description = "Whose server is measured beside raw Helidon: ${COMPLETION-CANDIDATES}.")
    private Side side = Side.OURS;

    @Mixin private RequestRounds options = new RequestRounds();

    @Option(names = "--client", description = "Who sends: ${COMPLETION-CANDIDATES}.")
    private ClientKind client = ClientKind.AUTO;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            DevCertificates certificates = DevCertificates.createIn(scratch.path());
            LoadClient sender = client.with(connections, scratch.path(), certificates);
            Processors processors = options.processors();
            Rounds rounds = new Rounds(options, processors);
            out.printf(
                    "Java %s; client %s; %s; %s%n",
                    Runtime.version(), sender.label(), processors, options);
            for (Row row : rows.isEmpty() ? List.of(Row.values()) : rows) {
                out.printf("%s: %s%n", row.name().toLowerCase(Locale.ROOT), row.title());
                out.flush();
                if (!side.answers(row)) {
                    out.printf("  %s has no echo%n", side.label());
                    continue;
                }
                Path keys = row.tls() ? certificates.directory() : null;
                rounds.measure(
                                List.of(side, Side.RAW),
                                keys,
                                options.warmup(),
                                (port, time) -> sender.run(port, row, time))
                        .print(out);
            }
        }
        return 0;
    }
}
