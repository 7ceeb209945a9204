package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.Application;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.routing.Routes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CheckCommandTest {

    @RegisterExtension private final CommandHere commands = new CommandHere();

    @TempDir Path directory;
    private Path file;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void name() {
        file = directory.resolve("serve.yaml");
    }

    @Test
    void showsWhatIsInForceAndWhereItCameFrom() throws IOException {
        int code = check("listeners:\n  web: { port: 80 }\n", "--set", "shutdown.timeout=3s");

        assertThat(code).isZero();
        assertThat(out.toString())
                .containsPattern("listeners\\.web\\.port = 80 +# .*serve\\.yaml:2:16\n")
                .containsPattern("shutdown\\.timeout = 3s +# --set")
                .containsPattern("listeners\\.web\\.host = 127\\.0\\.0\\.1 +# default\n")
                .contains("warning: ")
                .endsWith("serve.yaml can be used, profile development.\n");
    }

    /** It reads the file twice, and of a pipe the second time nothing comes. */
    @ParameterizedTest
    @ValueSource(strings = {"check", "start", "restart"})
    void aPipeIsNoFileThatCanBeReadTwice(String command) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", file.toString()).inheritIO().start().waitFor())
                .isZero();

        CommandProcess.Said said = commands.said(command, file.toString());

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err())
                .contains(file + " is a pipe or a device, which can be read but once");
    }

    @Test
    void saysEveryProblemAndHowManyThereAre() throws IOException {
        int code =
                check(
                        """
                        listeners:
                          web:
                            port: http
                            protocls: [http]
                        """);

        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("serve.yaml:3:11: listeners.web.port: "),
                        line -> assertThat(line).contains("serve.yaml:4:5: ", "protocols"),
                        line -> assertThat(line).isEqualTo("2 problems"));
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void scriptsReadOneObject() throws IOException {
        assertThat(check("listeners:\n  web: { port: 80 }\n", "--json")).isZero();
        assertThat(out.toString().lines()).hasSize(1);
        assertThat(out.toString())
                .startsWith("{\"usable\":true,\"profile\":\"development\",\"warnings\":[\"")
                .contains("{\"key\":\"listeners.web.port\",\"value\":\"80\",\"origin\":\"");

        out.getBuffer().setLength(0);
        assertThat(check("listeners:\n  web: { port: http }\n", "--json")).isEqualTo(2);
        assertThat(out.toString())
                .startsWith("{\"usable\":false,\"problems\":[\"")
                .contains("serve.yaml:2:16: listeners.web.port: ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void findsWhatOnlyTheBuiltServerKnows() throws IOException {
        int code =
                check(
                        """
                        application: ecko
                        listeners:
                          web: { port: 0, protocols: [http, gopher] }
                          far: { port: 0, host: nowhere.invalid }
                        """);

        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .contains("serve.yaml:1:14: application: \"ecko\"", "echo")
                .contains("serve.yaml:3:", "\"gopher\"")
                .contains("serve.yaml:4:25: listeners.far.host: \"nowhere.invalid\"")
                .contains("3 problems");
    }

    /** A listener that its own fault keeps away is not said to be missing elsewhere too. */
    @Test
    void tellsWhatIsNotThereWithAllElseThatIsWrong() throws IOException {
        int code =
                check(
                        """
                        application: ecko
                        observe: { listeners: [web] }
                        listeners:
                          web: { port: http, protocls: [http] }
                          far: { port: 0, host: nowhere.invalid, protocols: [gopher] }
                        """);

        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .contains("serve.yaml:1:14: application: \"ecko\"")
                .contains("serve.yaml:4:16: listeners.web.port: ")
                .contains("serve.yaml:4:22: ", "did you mean protocols?")
                .contains("serve.yaml:5:25: listeners.far.host: \"nowhere.invalid\"")
                .contains("listeners.far.protocols: \"gopher\"")
                .endsWith("5 problems\n");
    }

    private static final String WITH_KEYS =
            """
            listeners:
              web:
                port: 0
                tls:
                  key: %1$s/missing.key
                  cert: %1$s
                  ca: %1$s/../ca.crt
                  sni: [{ names: [a.example], store: %1$s/missing.p12 }]
            """;

    @Test
    void warnsOfKeysAndCertificatesThatCannotBeRead() throws IOException {
        assertThat(check(WITH_KEYS.formatted(directory))).isZero();

        assertThat(out.toString())
                .contains(
                        "serve.yaml:5:12: listeners.web.tls.key: \""
                                + directory
                                + "/missing.key\" (expected: a file that exists; there is none at ")
                .contains(
                        "serve.yaml:6:13: listeners.web.tls.cert: ",
                        "(expected: a file; this is a directory)")
                .contains(
                        "serve.yaml:7:11: listeners.web.tls.ca: ",
                        "(expected: a path without .. segments)")
                .contains(":8:", "listeners.web.tls.sni[0].store: ")
                .endsWith(
                        " can be used, profile development, once the keys and certificates it names can be read.\n");

        out.getBuffer().setLength(0);
        assertThat(check("application: echo\n" + WITH_KEYS.formatted(directory), "--json"))
                .isZero();
        assertThat(out.toString())
                .startsWith("{\"usable\":true,\"profile\":\"development\",\"warnings\":[\"")
                .contains("serve.yaml:6:12: listeners.web.tls.key: ");
    }

    @Test
    void keysThatAreThereAreNothingToWarnOf() throws IOException {
        Path there = Files.createFile(directory.resolve("there.pem"));

        assertThat(
                        check(
                                "listeners:\n  web: { port: 0, tls: { key: %1$s, cert: %1$s } }\n"
                                        .formatted(there)))
                .isZero();
        assertThat(out.toString()).doesNotContain("warning: ");
    }

    @Test
    void aRouteThatCannotBeServedIsShownWhereItStands() throws IOException {
        int code =
                check(
                        """
                        listeners:
                          web:
                            port: 0
                            routes:
                              - { path: /old, redirect: /new }
                              - { path: "/{id", redirect: /new }
                              - { path: "/a/*", files: missing }
                              - { path: "/b/{x/*", files: . }
                              - path: /none
                                respond: { body: text, status: 204 }
                        """);

        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .contains(
                                                "serve.yaml:6:17: listeners.web.routes[1].path: \"/{id\" (expected: such as /a/{id}"),
                        line ->
                                assertThat(line)
                                        .contains(
                                                "serve.yaml:7:32: listeners.web.routes[2].files: \"missing\" (expected: a directory that can be read; looked at "),
                        line ->
                                assertThat(line)
                                        .contains(
                                                "serve.yaml:8:17: listeners.web.routes[3].path: \"/b/{x/*\""),
                        line ->
                                assertThat(line)
                                        .endsWith(
                                                "serve.yaml:10:40: listeners.web.routes[4].respond.status: \"204\" (expected: no body with 204, 205 or 304)"),
                        line -> assertThat(line).isEqualTo("4 problems"));
    }

    /** Nobody said them, so the place is that of the listener that lacks them. */
    @Test
    void protocolsThatAnApplicationNeedsAreMissedAtTheListener() throws IOException {
        int code =
                check(
                        "application: %s\nlisteners:\n  web: { port: 0 }\n"
                                .formatted(Streaming.class.getName()));

        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "serve.yaml:3:3: listeners.web.protocols: \"http\" (expected: \"sse\" among them, for sse /events)");
    }

    /** Wants event streams, whatever the listener speaks. */
    public static final class Streaming implements Application {

        @Override
        public String name() {
            return "streaming";
        }

        @Override
        public void routes(String listener, ListenerConfig config, Routes routes) {
            routes.sse("/events", (_, _) -> {});
        }
    }

    private int check(String yaml, String... options) throws IOException {
        Files.writeString(file, yaml);
        CommandLine command = Main.command(new Style(false), new Style(false));
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] arguments = new String[options.length + 2];
        arguments[0] = "check";
        arguments[1] = file.toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        return command.execute(arguments);
    }
}
