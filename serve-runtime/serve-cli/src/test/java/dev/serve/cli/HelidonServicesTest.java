package dev.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.common.mapper.Mappers;
import io.helidon.common.mapper.spi.MapperProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests of commands have many jars on their class path, where Helidon looks itself. */
class HelidonServicesTest {

    @TempDir private Path directory;

    @Test
    void areThoseThatParametersOfRequestsAreReadBy() {
        Mappers mappers = HelidonServices.registry().get(Mappers.class);

        assertThat(mappers.map("5", String.class, Integer.class, "")).isEqualTo(5);
        assertThat(HelidonServices.registry().all(MapperProvider.class)).hasSize(1);
    }

    @Test
    void areLookedForInJarsThatMayHaveSome() throws Exception {
        assertThat(HelidonServices.mayProvide(jar("META-INF/helidon/service.loader"))).isTrue();
        assertThat(
                        HelidonServices.mayProvide(
                                jar("META-INF/services/io.helidon.config.spi.ConfigParser")))
                .isTrue();
        assertThat(HelidonServices.mayProvide(jar("META-INF/services/java.sql.Driver"))).isFalse();
        assertThat(HelidonServices.mayProvide(directory.toString())).isTrue();
    }

    private String jar(String entry) throws IOException {
        Path jar = Files.createTempFile(directory, "some", ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry(entry));
        }
        return jar.toString();
    }
}
