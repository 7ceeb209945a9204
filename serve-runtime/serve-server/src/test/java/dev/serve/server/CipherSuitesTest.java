package dev.serve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CipherSuitesTest {

    private final Set<String> supported = supported();

    @Test
    void theDefaultIsAeadWithForwardSecrecyAlone() throws KeyMaterialException {
        assertThat(CipherSuites.resolve(List.of(), supported))
                .hasSize(9)
                .allMatch(suite -> suite.contains("_GCM_") || suite.contains("_CHACHA20_"))
                .allMatch(suite -> suite.contains("_ECDHE_") || !suite.contains("_WITH_"));
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_AES_256_GCM_SHA384, TLS_AES_256_GCM_SHA384",
        "ECDHE-RSA-AES128-GCM-SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "ECDHE-ECDSA-CHACHA20-POLY1305, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "DHE-RSA-AES256-GCM-SHA384, TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
        "ECDHE-RSA-AES256-SHA384, TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
        "ECDHE-ECDSA-AES128-SHA, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
    })
    void bothKindsOfNamesAreKnown(String name, String suite) throws KeyMaterialException {
        assertThat(CipherSuites.resolve(List.of(name), supported)).containsExactly(suite);
    }

    @Test
    void anOpenSslListIsTakenApart() throws KeyMaterialException {
        assertThat(
                        CipherSuites.resolve(
                                List.of(
                                        "TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES128-GCM-SHA256",
                                        "TLS_AES_128_GCM_SHA256"),
                                supported))
                .containsExactly("TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HIGH",
                "!aNULL",
                "-RC4",
                "+SHA",
                "EECDH+AESGCM",
                "@STRENGTH",
                "DEFAULT",
                "kRSA"
            })
    void wordsForGroupsAreRefusedWithTheWayToTheirNames(String word) {
        assertThatExceptionOfType(KeyMaterialException.class)
                .isThrownBy(
                        () ->
                                CipherSuites.resolve(
                                        List.of("TLS_AES_128_GCM_SHA256:" + word), supported))
                .withMessageContaining("\"" + word + "\" is a rule for a group")
                .withMessageContaining("openssl ciphers");
    }

    @Test
    void whatIsUnknownOrDisabledIsRefusedByName() {
        assertThatExceptionOfType(KeyMaterialException.class)
                .isThrownBy(() -> CipherSuites.resolve(List.of("ECDHE-RSA-AES512"), supported))
                .withMessageContaining("\"ECDHE-RSA-AES512\" is none");
        assertThatExceptionOfType(KeyMaterialException.class)
                .isThrownBy(() -> CipherSuites.resolve(List.of("AES128-GCM-SHA256"), supported))
                .withMessageContaining(
                        "\"AES128-GCM-SHA256\" (TLS_RSA_WITH_AES_128_GCM_SHA256) is none, or is disabled");
    }

    private static Set<String> supported() {
        try {
            return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
