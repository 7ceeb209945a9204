package dev.serve.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serve.api.config.PoolConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calls that have ended, counted beyond the life of their connections. */
class CallsTest {

    private final Pools pools = new Pools();
    private final ConnectionPool pool = pools.pool(PoolConfig.builder());

    private Lease admitted() {
        return ((Admission.Admitted) pool.admit(Pools.peer("192.0.2.1"))).lease();
    }

    @Test
    void areCountedByMethodAndCode() {
        assertThat(pool.calls()).isEmpty();
        Lease first = admitted();
        first.callEnded("greet.Greeter/SayHello", "OK", false, 1, null);
        first.callEnded("greet.Greeter/SayHello", "ABORTED", false, 1, null);
        first.close();
        admitted().callEnded("greet.Greeter/SayHello", "OK", false, 1, null);
        admitted().callEnded("other", "UNIMPLEMENTED", false, 1, null);
        assertThat(pool.calls())
                .isEqualTo(
                        Map.of(
                                "greet.Greeter/SayHello",
                                Map.of("OK", 2L, "ABORTED", 1L),
                                "other",
                                Map.of("UNIMPLEMENTED", 1L)));
    }
}
