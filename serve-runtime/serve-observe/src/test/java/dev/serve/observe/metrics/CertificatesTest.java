package dev.serve.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.ListenerConfig;
import dev.serve.testing.DevCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {

    private static final double A_DAY = 86_400;

    @TempDir private Path directory;
    private final Certificates certificates = new Certificates(InstantSource.system());

    private static ListenerConfig listener(String key, String cert) {
        return ListenerConfig.builder().port(0).tls(tls -> tls.key(key).cert(cert)).build();
    }

    /** A key and its certificate, as one text. */
    private String both() throws IOException {
        DevCertificates made = DevCertificates.createIn(directory);
        return Files.readString(made.file("server.key"))
                + Files.readString(made.file("server.crt"));
    }

    @Test
    void aFileMayHaveTheKeyToo() throws IOException {
        String file = Files.writeString(directory.resolve("both.pem"), both()).toString();

        assertThat(certificates.secondsLeft(listener(file, file))).isGreaterThan(29 * A_DAY);
    }

    @Test
    void soMayATextInThePlaceOfAFile() throws IOException {
        String text = both();

        assertThat(certificates.secondsLeft(listener(text, text))).isGreaterThan(29 * A_DAY);
    }

    @Test
    void whatLiesThereIsNotServedBeforeItIsLoaded() throws IOException {
        Path file = Files.writeString(directory.resolve("both.pem"), both());
        ListenerConfig listener = listener(file.toString(), file.toString());
        double left = certificates.secondsLeft(listener);

        Files.writeString(file, "none yet");
        assertThat(certificates.secondsLeft(listener)).isBetween(left - 60, left);

        certificates.forget();
        assertThat(certificates.secondsLeft(listener)).isNaN();
    }
}
