package dev.serve.config;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a process is given beside its files. Immutable.
 *
 * @param environment environment variables
 * @param properties system properties
 */
record Surroundings(Map<String, String> environment, Map<String, String> properties) {

    /** Nothing at all. */
    static final Surroundings NONE = new Surroundings(Map.of(), Map.of());

    /** Copies the maps, sorted, so that problems come in one order. */
    Surroundings {
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    /** Those of this process. */
    static Surroundings ofProcess() {
        Map<String, String> properties = new TreeMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            String value = System.getProperty(name);
            if (value != null) {
                properties.put(name, value);
            }
        }
        return new Surroundings(System.getenv(), properties);
    }
}
