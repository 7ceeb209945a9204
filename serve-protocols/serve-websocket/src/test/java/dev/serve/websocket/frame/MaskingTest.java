package dev.serve.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class MaskingTest {

    @Property(tries = 300)
    void undoesAMaskByteByByte(
            @ForAll @Size(max = 70) byte[] payload,
            @ForAll @Size(4) byte[] key,
            @ForAll @IntRange(max = 9) int from,
            @ForAll @IntRange(max = 9) int to) {
        byte[] source = new byte[from + payload.length];
        boolean plain = true;
        for (int i = 0; i < payload.length; i++) {
            source[from + i] = (byte) (payload[i] ^ key[i & 3]);
            plain &= payload[i] >= 0;
        }
        byte[] target = new byte[to + payload.length];
        boolean ascii =
                Masking.unmask(
                        source, from, target, to, payload.length, (int) Masking.INTS.get(key, 0));
        assertThat(Arrays.copyOfRange(target, to, target.length)).isEqualTo(payload);
        assertThat(ascii).isEqualTo(plain);
    }

    @Property(tries = 300)
    void goesOnWhereItWasLeft(
            @ForAll @Size(max = 70) byte[] payload,
            @ForAll @Size(4) byte[] keyBytes,
            @ForAll @IntRange(max = 70) int cut) {
        int key = (int) Masking.INTS.get(keyBytes, 0);
        int first = Math.min(cut, payload.length);
        byte[] whole = payload.clone();
        Masking.unmask(whole, 0, whole, 0, whole.length, key);
        byte[] parts = payload.clone();
        Masking.unmask(parts, 0, parts, 0, first, key);
        Masking.unmask(parts, first, parts, first, parts.length - first, Masking.turn(key, first));
        assertThat(parts).isEqualTo(whole);
    }
}
