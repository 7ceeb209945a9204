package dev.serve.server;

import dev.serve.api.Application;
import dev.serve.api.config.ConfigException;
import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Finds the application that a configuration names: by its name, else by its class. */
final class Applications {

    private Applications() {}

    /**
     * Finds it.
     *
     * @throws ConfigException if there is none of that name, naming those there are
     */
    static Application find(String wanted, Origin origin) {
        List<String> known = new ArrayList<>();
        for (Application application : ServiceLoader.load(Application.class)) {
            if (application.name().equals(wanted)) {
                return application;
            }
            known.add(application.name());
        }
        try {
            return Class.forName(wanted, true, classLoader())
                    .asSubclass(Application.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            String expected =
                    "the name of an application on the class path"
                            + (known.isEmpty()
                                    ? ", of which there is none"
                                    : ": " + String.join(", ", known))
                            + "; or a class that implements "
                            + Application.class.getName();
            throw new ConfigException(new Problem(origin, "application", wanted, expected), e);
        }
    }

    private static ClassLoader classLoader() {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ofThread == null ? Applications.class.getClassLoader() : ofThread;
    }
}
