package dev.serve.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.168.1.128/25, 192.168.1.127, false",
        "192.168.1.128/25, 192.168.1.129, true",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "::/0, ::1, true",
        "::/0, 8.8.8.8, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
    })
    void holdsTheAddressesBehindItsPrefix(String block, String address, boolean held) {
        assertThat(Cidr.parse(block).contains(InetAddress.ofLiteral(address))).isEqualTo(held);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.1/8",
                "10.0.0/8",
                "::1/129",
                "2001:db8::1/32",
                "localhost",
                "localhost/8",
                "256.0.0.0/8",
                ":::",
                "10.0.0.0/8/8",
                "fe80::1%eth0",
                "face",
                "1234"
            })
    void refusesWhatIsNoBlockAndShowsIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cidr.parse(text))
                .withMessageContaining("expected: ");
    }

    @Property
    void holdsExactlyTheAddressesWithTheSameLeadingBits(
            @ForAll @Size(4) byte[] base,
            @ForAll @Size(4) byte[] other,
            @ForAll @IntRange(max = 32) int prefix)
            throws UnknownHostException {
        assertHolds(base, other, prefix);
    }

    @Property
    void doesSoForLongAddresses(
            @ForAll @Size(16) byte[] base,
            @ForAll @Size(16) byte[] other,
            @ForAll @IntRange(max = 128) int prefix)
            throws UnknownHostException {
        assertHolds(base, other, prefix);
    }

    private static void assertHolds(byte[] base, byte[] other, int prefix)
            throws UnknownHostException {
        Cidr block = Cidr.around(InetAddress.getByAddress(base), prefix);
        byte[] near = other.clone();
        System.arraycopy(base, 0, near, 0, prefix / 8);
        for (byte[] address : new byte[][] {base, other, near}) {
            int behind = base.length * 8 - prefix;
            boolean same =
                    new BigInteger(1, base)
                            .shiftRight(behind)
                            .equals(new BigInteger(1, address).shiftRight(behind));
            assertThat(block.contains(InetAddress.getByAddress(address))).isEqualTo(same);
        }
        assertThat(Cidr.parse(block.toString())).isEqualTo(block);
    }
}
