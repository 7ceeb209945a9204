package dev.serve.server;

import dev.serve.api.change.Impact;
import dev.serve.api.change.KeyChange;
import dev.serve.api.config.TlsConfig;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the files below a listener's {@code tls} hold, as fingerprints, so that a file replaced
 * under the same name is seen. Immutable.
 *
 * @param fingerprints by key, such as {@code tls.cert}
 */
record KeyContents(Map<String, String> fingerprints) {

    /** Of no file. */
    static final KeyContents NONE = new KeyContents(Map.of());

    private static final int SHOWN_BYTES = 4;

    KeyContents {
        fingerprints = Map.copyOf(fingerprints);
    }

    /** Reads the files now. One that cannot be read has a fingerprint that no file has. */
    static KeyContents of(@Nullable TlsConfig tls) {
        if (tls == null) {
            return NONE;
        }
        Map<String, String> read = new LinkedHashMap<>();
        tls.sources()
                .forEach(
                        (key, value) -> {
                            if (!KeyFiles.isInline(value)) {
                                read.put("tls." + key, value + " " + fingerprint(value));
                            }
                        });
        return new KeyContents(read);
    }

    private static String fingerprint(String path) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(KeyFiles.read(path));
            return "(sha256 " + HexFormat.of().formatHex(digest, 0, SHOWN_BYTES) + "…)";
        } catch (KeyMaterialException e) {
            return "(cannot be read)";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256 in this JDK", e);
        }
    }

    /** The files that hold something else now; keys with another path are not among them. */
    List<KeyChange> changed(KeyContents now) {
        List<KeyChange> changes = new ArrayList<>();
        now.fingerprints()
                .forEach(
                        (key, fingerprint) -> {
                            String before = fingerprints.get(key);
                            if (before != null && !before.equals(fingerprint)) {
                                changes.add(
                                        new KeyChange(
                                                key,
                                                before,
                                                fingerprint,
                                                Impact.RUNTIME,
                                                "the file holds something else; new handshakes use it"));
                            }
                        });
        changes.sort((a, b) -> a.key().compareTo(b.key()));
        return changes;
    }
}
