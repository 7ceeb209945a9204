package dev.serve.cli;

import io.helidon.common.mapper.DefaultMapperProvider__ServiceDescriptor;
import io.helidon.common.mapper.DefaultResolverService__ServiceDescriptor;
import io.helidon.common.mapper.MappersFactory__ServiceDescriptor;
import io.helidon.service.registry.GlobalServiceRegistry;
import io.helidon.service.registry.ServiceRegistry;
import io.helidon.service.registry.ServiceRegistryConfig;
import io.helidon.service.registry.ServiceRegistryManager;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The services that Helidon's routing asks its registry for, named here: to find them, Helidon
 * reads several files of each jar, which is a fifth of the start. Where other jars than the
 * distribution's provide services of Helidon, it looks for them as ever.
 */
final class HelidonServices {

    private HelidonServices() {}

    /** For the whole process, unless it has a registry already. */
    static void name() {
        String ours = jar().toString();
        boolean alone =
                Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator))
                        .filter(entry -> !entry.equals(ours))
                        .noneMatch(HelidonServices::mayProvide);
        if (alone) {
            GlobalServiceRegistry.registry(HelidonServices::registry);
        }
    }

    /** Where this class is: in the one jar of a distribution, or among classes being developed. */
    static Path jar() {
        return Path.of(
                URI.create(
                        Main.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    /** Whether a part of the class path has services of Helidon, or cannot be looked into. */
    static boolean mayProvide(String entry) {
        try (JarFile jar = new JarFile(entry)) {
            return jar.stream()
                    .map(JarEntry::getName)
                    .anyMatch(
                            name ->
                                    name.startsWith("META-INF/helidon/")
                                            || name.startsWith("META-INF/services/io.helidon."));
        } catch (IOException e) {
            return true;
        }
    }

    static ServiceRegistry registry() {
        return ServiceRegistryManager.create(
                        ServiceRegistryConfig.builder()
                                .discoverServices(false)
                                .discoverServicesFromServiceLoader(false)
                                .addServiceDescriptor(MappersFactory__ServiceDescriptor.INSTANCE)
                                .addServiceDescriptor(
                                        DefaultMapperProvider__ServiceDescriptor.INSTANCE)
                                .addServiceDescriptor(
                                        DefaultResolverService__ServiceDescriptor.INSTANCE)
                                .build())
                .registry();
    }
}
