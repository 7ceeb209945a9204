package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.cli.CommandProcess.Said;
import dev.serve.testing.CertificateAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Commands that ask an admin listener with TLS. */
class AskingOverTlsTest {

    private static final CertificateAuthority OURS = CertificateAuthority.create("ours");
    private static final CertificateAuthority STRANGERS = CertificateAuthority.create("strangers");

    @TempDir private Path directory;
    @RegisterExtension private final CommandHere commands = new CommandHere();

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private void authority(CertificateAuthority authority, String name) throws Exception {
        Files.writeString(directory.resolve(name), authority.certPem());
    }

    @Test
    void takeTheCertificateOfItsConfigurationOrOneThatAnAuthorityHasSigned() throws Exception {
        OURS.server().names("serve.example").issue().writeTo(directory, "server");
        authority(OURS, "ours.crt");
        authority(STRANGERS, "strangers.crt");
        commands.started(
                """
                listeners:
                  admin: { port: 0, protocols: [http, sse], tls: { key: %s, cert: %s } }
                admin: { listener: admin, operator-token: 0123456789abcdef-operator }
                """
                        .formatted(file("server.key"), file("server.crt")));

        assertThat(commands.told("connections")).startsWith("ID ");
        assertThat(commands.told("connections", "--json")).contains("\"TLSv1.3\"");
        assertThat(commands.told("top", "--count", "1")).containsPattern("(?m)^admin +1 ");
        assertThat(commands.told("status"))
                .contains("Health: up, ready", "HTTP/2, SSE over TLS")
                .containsPattern("accepts in \\d+ ms");
        assertThat(commands.told("connections", "--ca", file("ours.crt"))).startsWith("ID ");

        Said stranger = commands.said("connections", "--ca", file("strangers.crt"));
        assertThat(stranger.code()).isEqualTo(1);
        assertThat(stranger.err())
                .contains("shows a certificate that nothing vouches for", "--ca FILE");
        Said missing = commands.said("connections", "--ca", file("missing.crt"));
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("--ca " + file("missing.crt") + " cannot be read");

        OURS.server().issue().writeTo(directory, "server");
        Said replaced = commands.said("connections");
        assertThat(replaced.err())
                .contains("nothing vouches for", "may have been replaced since (serve reload");
        commands.told("reload");
        assertThat(commands.told("connections")).startsWith("ID ");
    }

    @Test
    void showTheClientCertificateThatTheyAreGiven() throws Exception {
        OURS.server().issue().writeTo(directory, "server");
        OURS.client("operator").issue().writeTo(directory, "operator");
        STRANGERS.client("operator").issue().writeTo(directory, "stranger");
        authority(OURS, "ours.crt");
        commands.started(
                """
                listeners:
                  admin:
                    port: 0
                    protocols: [http, sse]
                    tls: { mode: mutual-tls, key: %s, cert: %s, ca: %s }
                admin: { listener: admin }
                """
                        .formatted(file("server.key"), file("server.crt"), file("ours.crt")));

        Said none = commands.said("connections");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err())
                .isEqualTo(
                        "Its admin listener wants a client certificate: name one by --cert FILE --key FILE.\n");
        assertThat(commands.said("status").out())
                .contains("Its health is not known", "--cert FILE");
        assertThat(commands.said("connections", "--cert", file("operator.crt")).err())
                .contains("--cert FILE and --key FILE go together");

        String[] its = {"--cert", file("operator.crt"), "--key", file("operator.key")};
        assertThat(commands.told("connections", its[0], its[1], its[2], its[3]))
                .startsWith("ID ")
                .endsWith("1 connection.\n");
        assertThat(commands.told("status", its[0], its[1], its[2], its[3]))
                .contains("Health: up, ready");

        String old =
                """
                -----BEGIN EC PRIVATE KEY-----
                MHcCAQEEIA==
                -----END EC PRIVATE KEY-----
                """;
        Files.writeString(directory.resolve("old.key"), old);
        Said unread = commands.said("connections", "--cert", its[1], "--key", file("old.key"));
        assertThat(unread.code()).isEqualTo(1);
        assertThat(unread.err())
                .contains("--key " + file("old.key") + " cannot be read: ")
                .doesNotContain("\tat ");

        Said refused =
                commands.said(
                        "connections",
                        "--cert",
                        file("stranger.crt"),
                        "--key",
                        file("stranger.key"));
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("127.0.0.1:");
    }
}
