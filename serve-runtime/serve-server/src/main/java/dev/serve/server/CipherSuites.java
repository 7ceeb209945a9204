package dev.serve.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Cipher suites by JSSE and OpenSSL names. TLS 1.3 suites have one name in both; those of TLS 1.2
 * are looked up in a table. OpenSSL's words for groups of suites ({@code HIGH}, {@code !aNULL}) are
 * refused: what they mean changes with the version of OpenSSL.
 */
final class CipherSuites {

    /**
     * AEAD with forward secrecy, in the order of Mozilla's "intermediate" recommendation (version
     * 5.7), without its DHE suites.
     */
    static final List<String> DEFAULT =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private static final Map<String, String> BY_OPENSSL_NAME =
            Map.ofEntries(
                    Map.entry(
                            "ECDHE-ECDSA-AES128-GCM-SHA256",
                            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
                    Map.entry(
                            "ECDHE-ECDSA-AES256-GCM-SHA384",
                            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
                    Map.entry(
                            "ECDHE-ECDSA-CHACHA20-POLY1305",
                            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"),
                    Map.entry(
                            "ECDHE-RSA-AES128-GCM-SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
                    Map.entry(
                            "ECDHE-RSA-AES256-GCM-SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
                    Map.entry(
                            "ECDHE-RSA-CHACHA20-POLY1305",
                            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
                    Map.entry("DHE-RSA-AES128-GCM-SHA256", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"),
                    Map.entry("DHE-RSA-AES256-GCM-SHA384", "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"),
                    Map.entry(
                            "DHE-RSA-CHACHA20-POLY1305",
                            "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256"),
                    Map.entry(
                            "ECDHE-ECDSA-AES128-SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"),
                    Map.entry(
                            "ECDHE-ECDSA-AES256-SHA384", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"),
                    Map.entry("ECDHE-ECDSA-AES128-SHA", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"),
                    Map.entry("ECDHE-ECDSA-AES256-SHA", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"),
                    Map.entry("ECDHE-RSA-AES128-SHA256", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"),
                    Map.entry("ECDHE-RSA-AES256-SHA384", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"),
                    Map.entry("ECDHE-RSA-AES128-SHA", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"),
                    Map.entry("ECDHE-RSA-AES256-SHA", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"),
                    Map.entry("DHE-RSA-AES128-SHA256", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256"),
                    Map.entry("DHE-RSA-AES256-SHA256", "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256"),
                    Map.entry("DHE-RSA-AES128-SHA", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA"),
                    Map.entry("DHE-RSA-AES256-SHA", "TLS_DHE_RSA_WITH_AES_256_CBC_SHA"),
                    Map.entry("AES128-GCM-SHA256", "TLS_RSA_WITH_AES_128_GCM_SHA256"),
                    Map.entry("AES256-GCM-SHA384", "TLS_RSA_WITH_AES_256_GCM_SHA384"),
                    Map.entry("AES128-SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA256"),
                    Map.entry("AES256-SHA256", "TLS_RSA_WITH_AES_256_CBC_SHA256"),
                    Map.entry("AES128-SHA", "TLS_RSA_WITH_AES_128_CBC_SHA"),
                    Map.entry("AES256-SHA", "TLS_RSA_WITH_AES_256_CBC_SHA"));

    private static final Set<String> GROUP_WORDS =
            Set.of(
                    "ALL",
                    "COMPLEMENTOFALL",
                    "DEFAULT",
                    "COMPLEMENTOFDEFAULT",
                    "HIGH",
                    "MEDIUM",
                    "LOW",
                    "EXPORT",
                    "ENULL",
                    "NULL",
                    "ANULL",
                    "KRSA",
                    "ARSA",
                    "RSA",
                    "KDHE",
                    "KEDH",
                    "DHE",
                    "EDH",
                    "ADH",
                    "KEECDH",
                    "KECDHE",
                    "EECDH",
                    "ECDHE",
                    "ECDH",
                    "AECDH",
                    "ADSS",
                    "DSS",
                    "AECDSA",
                    "ECDSA",
                    "AES",
                    "AES128",
                    "AES256",
                    "AESGCM",
                    "AESCCM",
                    "CHACHA20",
                    "CAMELLIA",
                    "ARIA",
                    "3DES",
                    "DES",
                    "RC4",
                    "MD5",
                    "SHA",
                    "SHA1",
                    "SHA256",
                    "SHA384",
                    "PSK",
                    "SRP",
                    "FIPS",
                    "TLSV1",
                    "TLSV1.0",
                    "TLSV1.2",
                    "SSLV3",
                    "SUITEB128",
                    "SUITEB192");

    private CipherSuites() {}

    /**
     * JSSE names, in the order given; an entry may hold several names with colons between, as
     * OpenSSL's lists do.
     *
     * @param given JSSE or OpenSSL names; empty for {@link #DEFAULT}
     * @param supported what this JDK has and has not disabled
     * @throws KeyMaterialException naming the first that cannot be used
     */
    static List<String> resolve(List<String> given, Set<String> supported)
            throws KeyMaterialException {
        List<String> suites = new ArrayList<>();
        for (String entry : given) {
            for (String name : entry.split("[:, ]+", -1)) {
                if (!name.isEmpty()) {
                    String suite = resolve(name, supported);
                    if (!suites.contains(suite)) {
                        suites.add(suite);
                    }
                }
            }
        }
        return given.isEmpty() ? DEFAULT.stream().filter(supported::contains).toList() : suites;
    }

    /** Those of the suites that some enabled version can use with a key of that algorithm. */
    static List<String> usable(List<String> suites, List<String> protocols, String keyAlgorithm) {
        return suites.stream()
                .filter(
                        suite ->
                                isTls13(suite)
                                        ? protocols.contains("TLSv1.3")
                                        : protocols.contains("TLSv1.2")
                                                && signs(keyAlgorithm, suite))
                .toList();
    }

    /**
     * Whether HTTP/2 may run on it: ephemeral keys and AEAD (RFC 9113 appendix A lists the others).
     */
    static boolean fitHttp2(String suite) {
        boolean ephemeral = isTls13(suite) || suite.contains("DHE_");
        return ephemeral && (suite.contains("_GCM_") || suite.contains("_CHACHA20_"));
    }

    private static boolean isTls13(String suite) {
        return !suite.contains("_WITH_");
    }

    private static boolean signs(String keyAlgorithm, String suite) {
        boolean rsa = keyAlgorithm.startsWith("RSA");
        return suite.contains("_ECDSA_") ? !rsa : suite.contains("_RSA_") && rsa;
    }

    private static String resolve(String name, Set<String> supported) throws KeyMaterialException {
        if (isGroup(name)) {
            throw new KeyMaterialException(
                    "cipher suites by name; \""
                            + name
                            + "\" is a rule for a group of them: openssl ciphers 'RULES' lists the names it stands for");
        }
        String suite = BY_OPENSSL_NAME.getOrDefault(name, name);
        if (!supported.contains(suite)) {
            throw new KeyMaterialException(
                    "JSSE or OpenSSL names of cipher suites that this JDK supports; \""
                            + name
                            + (suite.equals(name) ? "\"" : "\" (" + suite + ")")
                            + " is none, or is disabled by jdk.tls.disabledAlgorithms");
        }
        return suite;
    }

    private static boolean isGroup(String name) {
        return "!-+@".indexOf(name.charAt(0)) >= 0
                || name.contains("+")
                || GROUP_WORDS.contains(name.toUpperCase(Locale.ROOT));
    }
}
