package dev.serve.cli;

import io.helidon.common.mapper.DefaultMapperProvider__ServiceDescriptor;
import io.helidon.common.mapper.DefaultResolverService__ServiceDescriptor;
import io.helidon.common.mapper.MappersFactory__ServiceDescriptor;
import io.helidon.service.registry.GlobalServiceRegistry;
import io.helidon.service.registry.ServiceRegistry;
import io.helidon.service.registry.ServiceRegistryConfig;
import io.helidon.service.registry.ServiceRegistryManager;
import java.io.File;

/**
 * The services that Helidon's routing asks its registry for, named here: to find them, Helidon
 * reads several files of each jar, which is a fifth of the start. Where there are jars beside those
 * of the distribution, it looks in them as ever.
 */
final class HelidonServices {

    private HelidonServices() {}

    /** For the whole process, unless it has a registry already. */
    static void name() {
        if (!System.getProperty("java.class.path", "").contains(File.pathSeparator)) {
            GlobalServiceRegistry.registry(HelidonServices::registry);
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
