package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.common.mapper.Mappers;
import io.helidon.common.mapper.spi.MapperProvider;
import org.junit.jupiter.api.Test;

/** The tests of commands have many jars on their class path, where Helidon looks itself. */
class HelidonServicesTest {

    @Test
    void areThoseThatParametersOfRequestsAreReadBy() {
        Mappers mappers = HelidonServices.registry().get(Mappers.class);

        assertThat(mappers.map("5", String.class, Integer.class, "")).isEqualTo(5);
        assertThat(HelidonServices.registry().all(MapperProvider.class)).hasSize(1);
    }
}
