package dev.serve.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.testing.CertificateAuthority;
import dev.serve.testing.Identity;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** No key, however broken, is answered by anything but a sentence. */
class PemKeysTest {

    private static final Identity IDENTITY =
            CertificateAuthority.create("Test CA").server().issue();

    @Property(tries = 300)
    void noiseIsRefused(@ForAll @Size(max = 200) byte[] der, @ForAll @IntRange(max = 3) int label) {
        String name =
                new String[] {
                            "PRIVATE KEY",
                            "RSA PRIVATE KEY",
                            "EC PRIVATE KEY",
                            "ENCRYPTED PRIVATE KEY"
                        }
                        [label];
        assertThat(refuses(armour(name, der))).isTrue();
    }

    @Property(tries = 500)
    void oneFlippedByteIsRefusedOrLeavesAKey(
            @ForAll @IntRange(max = 66) int at, @ForAll byte value) {
        byte[] der = IDENTITY.key().getEncoded().clone();
        der[at % der.length] = value;

        refuses(armour("PRIVATE KEY", der));
    }

    @Property(tries = 200)
    void anyTextIsRefused(@ForAll String text) {
        assertThat(refuses(text)).isTrue();
    }

    @Test
    void aKeyThatIsWholeIsRead() throws KeyMaterialException {
        assertThat(PemKeys.parse(IDENTITY.keyPem(), null)).isEqualTo(IDENTITY.key());
    }

    private static String armour(String label, byte[] der) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(label, Base64.getEncoder().encodeToString(der));
    }

    /** Anything but a key or a {@link KeyMaterialException} goes through and fails the test. */
    private static boolean refuses(String pem) {
        try {
            PemKeys.parse(pem, "passphrase");
            return false;
        } catch (KeyMaterialException e) {
            return !e.expected().isEmpty();
        }
    }
}
