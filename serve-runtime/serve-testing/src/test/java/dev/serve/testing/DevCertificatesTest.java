package dev.serve.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevCertificatesTest {

    @TempDir Path directory;

    @Test
    void theFilesThatTheSampleNamesAreMade() throws IOException {
        DevCertificates.createIn(directory);

        assertThat(contents().keySet())
                .containsExactly(
                        "ca.crt",
                        "ca.key",
                        "client.crt",
                        "client.key",
                        "client.p12",
                        "server.crt",
                        "server.key");
    }

    @Test
    void onlyTheOwnerReadsKeys() throws IOException {
        DevCertificates.createIn(directory);

        for (String name : new String[] {"ca.key", "server.key", "client.key", "client.p12"}) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(directory.resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aSecondCallKeepsEveryFile() throws IOException {
        DevCertificates.createIn(directory);
        Map<String, String> before = contents();

        DevCertificates again = DevCertificates.createIn(directory);

        assertThat(contents()).isEqualTo(before);
        assertThat(again.server().certPem()).isEqualTo(Files.readString(again.file("server.crt")));
    }

    @Test
    void whatIsNearItsEndIsMadeAnewAndTheAuthorityKept() throws IOException {
        DevCertificates.createIn(directory);
        Map<String, String> before = contents();
        Instant nearTheEnd = Instant.now().plus(Duration.ofDays(397 - 29));

        DevCertificates renewed = DevCertificates.createIn(directory, () -> nearTheEnd);

        assertThat(contents())
                .containsEntry("ca.crt", before.get("ca.crt"))
                .doesNotContainEntry("server.crt", before.get("server.crt"))
                .doesNotContainEntry("client.p12", before.get("client.p12"));
        assertThat(renewed.server().certificate().getNotAfter().toInstant())
                .isAfter(nearTheEnd.plus(Duration.ofDays(300)));
    }

    @Test
    void aNewAuthorityMeansNewCertificates() throws IOException {
        DevCertificates.createIn(directory);
        Map<String, String> before = contents();
        Files.delete(directory.resolve("ca.key"));

        DevCertificates.createIn(directory);

        assertThat(contents())
                .doesNotContainEntry("ca.crt", before.get("ca.crt"))
                .doesNotContainEntry("server.crt", before.get("server.crt"))
                .doesNotContainEntry("client.crt", before.get("client.crt"));
    }

    @Test
    void aKeyThatBelongsToAnotherCertificateIsMadeAnew() throws IOException {
        DevCertificates made = DevCertificates.createIn(directory);
        Files.copy(
                made.file("client.key"),
                made.file("server.key"),
                StandardCopyOption.REPLACE_EXISTING);

        DevCertificates again = DevCertificates.createIn(directory);

        assertThat(again.server().keyPem()).isNotEqualTo(again.client().keyPem());
        assertThat(again.server().certificate()).isNotEqualTo(made.server().certificate());
    }

    @Test
    void theStoreOpensWithThePublishedPassphrase() throws IOException, GeneralSecurityException {
        DevCertificates made = DevCertificates.createIn(directory);
        KeyStore store = KeyStore.getInstance("PKCS12");

        try (InputStream in = Files.newInputStream(made.file("client.p12"))) {
            store.load(in, DevCertificates.PASSPHRASE.toCharArray());
        }

        assertThat(store.getCertificate(store.aliases().nextElement()))
                .isEqualTo(made.client().certificate());
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                contents.put(
                        file.getFileName().toString(),
                        HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }
}
