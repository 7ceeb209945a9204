package dev.serve.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.ServerConfig;
import dev.serve.api.config.TlsConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that stand in files and variables of their own, and are shown nowhere. */
class SecretsTest {

    private static final String SECRET = "hunter2-correct-horse";

    @TempDir private Path directory;
    private Sources sources;
    private Path file;

    @BeforeEach
    void start() {
        sources = new Sources(directory);
        file = sources.write("passphrase", SECRET + "\n");
    }

    private Sources tls(String passphrase) {
        return sources.yaml(
                """
                listeners:
                  web:
                    port: 0
                    tls:
                      key: server.key
                      cert: server.crt
                      passphrase: %s
                """
                        .formatted(passphrase));
    }

    private String passphrase() {
        TlsConfig tls = requireNonNull(sources.load().config().listeners().get("web")).tls();
        return tls == null ? "no tls" : String.valueOf(tls.passphrase());
    }

    @Test
    void comeFromFilesLessTheEndOfTheLine() {
        tls("{ file: " + file + " }");
        assertThat(passphrase()).isEqualTo(SECRET);
        sources.write("passphrase", " two\nlines \r\n");
        assertThat(passphrase()).isEqualTo(" two\nlines ");
    }

    @Test
    void comeFromVariables() {
        tls("{ env: KEY_PASSPHRASE }").environment("KEY_PASSPHRASE", SECRET);
        assertThat(passphrase()).isEqualTo(SECRET);
    }

    @Test
    void comeFromFilesThatVariablesPropertiesAndOverridesName() {
        tls("of-the-file");
        sources.environment("SERVE_LISTENERS_WEB_TLS_PASSPHRASE_FILE", file.toString());
        assertThat(passphrase()).isEqualTo(SECRET);
        Path other = sources.write("other", "of the override");
        sources.set("listeners.web.tls.passphrase.file", other.toString());
        assertThat(passphrase()).isEqualTo("of the override");
    }

    @Test
    void comeInByPathsFromTheDirectoryOfTheProcess() {
        tls("{ file: \"${DIRECTORY}/passphrase\" }").environment("DIRECTORY", directory.toString());
        assertThat(passphrase()).isEqualTo(SECRET);
    }

    @Test
    void areMaskedUnderEveryKey() {
        sources.yaml(
                """
                listeners:
                  web:
                    port: 0
                    http: { server-header: { file: %1$s } }
                    ext: { database: { password: { file: %1$s } }, open: yes }
                """
                        .formatted(file));
        ConfigSnapshot snapshot = sources.load();
        assertThat(requireNonNull(snapshot.config().listeners().get("web")).ext())
                .containsEntry("database.password", SECRET);
        assertThat(snapshot.config().secrets().keys())
                .containsExactlyInAnyOrder(
                        "listeners.web.http.server-header", "listeners.web.ext.database.password");
        assertThat(String.join("\n", ConfigDump.lines(snapshot)))
                .containsPattern("ext\\.database\\.password = \\*\\*\\* +# .*serve\\.yaml:5:")
                .containsPattern("server-header = \\*\\*\\* ")
                .contains("ext.open = yes")
                .doesNotContain(SECRET);
    }

    /** The same file, but for what a test changes. */
    private ConfigSnapshot withHeader(String header) {
        sources.yaml("listeners: { web: { port: 0, http: { server-header: " + header + " } } }");
        return sources.load();
    }

    @Test
    void areMaskedWhereTheyStandIfTheyAreSaidToBeSecret() {
        ConfigSnapshot snapshot = withHeader("!secret " + SECRET);
        assertThat(requireNonNull(snapshot.config().listeners().get("web")).http().serverHeader())
                .isEqualTo(SECRET);
        assertThat(String.join("\n", ConfigDump.lines(snapshot)))
                .containsPattern("server-header = \\*\\*\\* ")
                .doesNotContain(SECRET);
    }

    @Test
    void areMaskedInWhatDiffersFromOrToThem() {
        ServerConfig secret = withHeader("{ file: " + file + " }").config();
        ServerConfig open = withHeader("open").config();
        for (ConfigDiff diff :
                List.of(ConfigDiff.between(secret, open), ConfigDiff.between(open, secret))) {
            assertThat(diff.changes())
                    .singleElement()
                    .satisfies(
                            change -> {
                                assertThat(change.before()).isEqualTo("***");
                                assertThat(change.after()).isEqualTo("***");
                            });
        }
    }

    @Test
    void areSecretsStillWhenTheirTextHasBeenReadBack() {
        ServerConfig config = withHeader("{ file: " + file + " }").config();
        sources.yaml(ConfigText.of(config));
        assertThat(sources.load().config()).isEqualTo(config);
    }

    @Test
    void areSecretsStillWhenCodeChangesSomethingElse() {
        ServerConfig config = withHeader("{ file: " + file + " }").config();
        ServerConfig patched = ConfigPatch.apply(config, Map.of("watch", Map.of("debounce", "2s")));
        assertThat(patched.secrets()).isEqualTo(config.secrets());
    }

    @Test
    void areMaskedInWhatContradicts() {
        sources.write("number", "4321");
        sources.yaml(
                """
                listeners:
                  web:
                    port: 0
                    pool: { max-connections-per-peer: { file: %s } }
                """
                        .formatted(directory.resolve("number")));
        assertThat(sources.problems())
                .contains("max-connections-per-peer: \"***\" (expected: at most max-connections")
                .doesNotContain("4321");
    }

    @Test
    void areMaskedInProblems() {
        sources.yaml(
                """
                listeners:
                  web:
                    port: { file: %1$s }
                    mode: { file: %1$s }
                    protocols: { file: %1$s }
                    trusted-proxies: { file: %1$s }
                    pool: { over-limit: { file: %1$s }, wait-priority: { 10.0.0.0/8: { file: %1$s } } }
                    tls: { key: { file: %1$s } }
                """
                        .formatted(file));
        assertThat(sources.problems())
                .contains(
                        "listeners.web.port: \"***\" (expected: an integer from 0 to 65535)",
                        "listeners.web.mode: \"***\"",
                        "listeners.web.trusted-proxies: \"***\"",
                        "listeners.web.pool.over-limit: \"***\"",
                        "listeners.web.pool.wait-priority.10.0.0.0/8: \"***\"")
                .doesNotContain(SECRET);
    }

    /** Records check what belongs together, and their messages name values. */
    @Test
    void areMaskedInWhatRecordsSay() {
        sources.yaml(
                """
                listeners:
                  web:
                    path: { file: %s }
                """
                        .formatted(sources.write("long", SECRET.repeat(20))));
        assertThat(sources.problems())
                .contains("listeners.web.path: *** (expected: at most")
                .doesNotContain(SECRET);
    }

    @Test
    void areProblemsWhereTheyAreNot() {
        sources.yaml(
                """
                listeners:
                  web:
                    port: 0
                    tls:
                      key: { file: nowhere/server.key }
                      cert: { env: NOT_THERE }
                      passphrase: { file: a, env: B }
                      ca: { files: a }
                """);
        assertThat(sources.problems().lines())
                .containsExactly(
                        "serve.yaml:5:20: listeners.web.tls.key: nowhere/server.key: no such file (expected: a file with the value)",
                        "serve.yaml:6:20: listeners.web.tls.cert: \"NOT_THERE\" (expected: the name of an environment variable that is set)",
                        "serve.yaml:7:19: listeners.web.tls.passphrase: both file and env (expected: one of them)",
                        "serve.yaml:8:11: listeners.web.tls.ca: a map (expected: a path or PEM text)");
    }

    @Test
    void areAmongTheFilesThatCount() {
        sources.yaml(
                """
                listeners:
                  web:
                    port: 0
                    tls:
                      key: server.key
                      cert: "-----BEGIN CERTIFICATE-----"
                      ca: ca.crt
                      passphrase: { file: %s }
                      sni: [{ names: [a.example], store: a.p12 }]
                """
                        .formatted(file));
        sources.load();
        assertThat(sources.files())
                .containsExactly(
                        "serve.yaml",
                        "serve-development.yaml",
                        "passphrase",
                        "server.key",
                        "ca.crt",
                        "a.p12");
    }

    @Test
    void areAmongTheFilesThatCountAlsoWhenTheyAreNotThere() {
        tls("{ file: nowhere/passphrase }");
        assertThat(sources.problems()).contains("no such file");
        assertThat(sources.files()).contains("serve.yaml", "nowhere/passphrase");
    }
}
