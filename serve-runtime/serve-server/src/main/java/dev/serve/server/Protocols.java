package dev.serve.server;

import dev.serve.api.config.ListenerConfig;
import dev.serve.api.spi.ProtocolProvider;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The protocols that are present, by name. Immutable. */
final class Protocols {

    private final Map<String, ProtocolProvider> byName;

    private Protocols(Map<String, ProtocolProvider> byName) {
        this.byName = byName;
    }

    /** Finds every protocol on the class path or module path. */
    static Protocols load() {
        Map<String, ProtocolProvider> byName = new TreeMap<>();
        for (ProtocolProvider provider : ServiceLoader.load(ProtocolProvider.class)) {
            provider.protocols().forEach(name -> byName.put(name, provider));
        }
        return new Protocols(byName);
    }

    /** The names that can stand under {@code protocols}, in order. */
    Set<String> names() {
        return byName.keySet();
    }

    /**
     * What serves a listener, each once, in the order of its protocols, each behind what it runs
     * on; names that are not present are left out.
     */
    List<ProtocolProvider> of(ListenerConfig config) {
        Set<ProtocolProvider> providers = new LinkedHashSet<>();
        config.protocols().forEach(name -> add(name, providers));
        return List.copyOf(providers);
    }

    private void add(String name, Set<ProtocolProvider> providers) {
        ProtocolProvider provider = byName.get(name);
        if (provider != null && !providers.contains(provider)) {
            provider.carriers().forEach(carrier -> add(carrier, providers));
            providers.add(provider);
        }
    }
}
