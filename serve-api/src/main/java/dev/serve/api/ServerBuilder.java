package dev.serve.api;

import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.ObserveConfig;
import dev.serve.api.config.Profile;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.config.ShutdownConfig;
import dev.serve.api.event.ServerEvent;
import io.helidon.webserver.spi.ServerFeature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Composes a {@link Server}. Not thread-safe. */
public final class ServerBuilder {

    private final Map<String, ListenerBuilder> listeners = new LinkedHashMap<>();
    private final Set<String> fixed = new HashSet<>();
    private final List<ServerFeature> features = new ArrayList<>();
    private final List<Extension> extensions = new ArrayList<>();
    private final List<Consumer<ServerEvent>> observers = new ArrayList<>();
    private final ShutdownConfig.Builder shutdown = ShutdownConfig.builder();
    private final ObserveConfig.Builder observe = ObserveConfig.builder();
    private final Map<String, String> overrides = new LinkedHashMap<>();
    private @Nullable ConfigInput input;
    private @Nullable Profile profile;
    private @Nullable Application application;
    private boolean resume;

    ServerBuilder() {}

    /** Adds a listener, or goes on with the one of that name. */
    public ServerBuilder listener(String name, Consumer<ListenerBuilder> listener) {
        listener.accept(
                listeners.computeIfAbsent(
                        name, key -> new ListenerBuilder(ListenerConfig.builder())));
        return this;
    }

    /** Adds a listener that begins with a preset, such as {@link ListenerConfig#http}. */
    public ServerBuilder listener(
            String name, ListenerConfig preset, Consumer<ListenerBuilder> listener) {
        ListenerBuilder builder = new ListenerBuilder(preset.toBuilder());
        if (listeners.putIfAbsent(name, builder) != null) {
            throw new IllegalArgumentException(
                    "listener: \"" + name + "\" (expected: a name not yet taken)");
        }
        listener.accept(builder);
        return this;
    }

    /** How the server stops. */
    public ServerBuilder shutdown(Consumer<ShutdownConfig.Builder> change) {
        change.accept(shutdown);
        return this;
    }

    /** What the server tells about itself; needs serve-observe on the class path. */
    public ServerBuilder observe(Consumer<ObserveConfig.Builder> change) {
        change.accept(observe);
        return this;
    }

    /**
     * Reads further configuration: a file, its profile file, the environment, overrides. They win
     * over this builder.
     */
    public ServerBuilder config(ConfigInput input) {
        this.input = input;
        return this;
    }

    /**
     * Begins with the last version that was in force, of those that {@code history.path} of the
     * configuration keeps, instead of that configuration; with it, if there is none. A torn file
     * there is named in the log and skipped.
     */
    public ServerBuilder resume(boolean resume) {
        this.resume = resume;
        return this;
    }

    /** Takes that profile, whatever {@link #config} names. */
    public ServerBuilder profile(Profile profile) {
        this.profile = profile;
        return this;
    }

    /**
     * Overrides a full key, such as {@code listeners.web.port}, as {@code --set} does: it wins over
     * this builder and over {@link #config}. Tests use it on a server that others describe.
     */
    public ServerBuilder set(String key, String value) {
        overrides.put(key, value);
        return this;
    }

    /**
     * Full keys outside listeners, such as {@code shutdown.timeout}, whose builder values always
     * win.
     */
    public ServerBuilder fixed(String... keys) {
        fixed.addAll(Arrays.asList(keys));
        return this;
    }

    /** Adds routes to every listener; takes the place of the key {@code application}. */
    public ServerBuilder application(Application application) {
        this.application = application;
        return this;
    }

    /** Sets up a Helidon feature, unchanged, on the listeners; several calls add up. */
    public ServerBuilder feature(ServerFeature feature) {
        features.add(feature);
        return this;
    }

    /**
     * Adds an extension; several calls add up. Those that {@link ServiceLoader} finds join by
     * themselves, after these and unless one of their class was added.
     */
    public ServerBuilder extension(Extension extension) {
        extensions.add(extension);
        return this;
    }

    /**
     * Calls {@code observer} with every event; one that throws is logged, and called no more after
     * ten times.
     *
     * <p>What happens to the server and to its listeners is told in the thread that made it happen.
     * What happens to connections, pools and acceptors is told soon afterwards, one after another
     * in a virtual thread, so that a slow observer holds up no connection; when 10,000 such events
     * wait, further ones are lost and counted in the log.
     */
    public ServerBuilder onEvent(Consumer<ServerEvent> observer) {
        observers.add(observer);
        return this;
    }

    /** Calls {@code observer} with events of one type. */
    public <E extends ServerEvent> ServerBuilder onEvent(
            Class<E> type, Consumer<? super E> observer) {
        return onEvent(
                event -> {
                    if (type.isInstance(event)) {
                        observer.accept(type.cast(event));
                    }
                });
    }

    /**
     * Reads and checks the configuration and compiles routes; binds nothing.
     *
     * @throws dev.serve.api.config.ConfigException if configured values cannot be used, with all
     *     that is wrong
     * @throws IllegalArgumentException if a value given to this builder is out of range
     * @throws IllegalStateException if no runtime (serve-server) is on the class path
     */
    public Server build() {
        Map<String, ListenerConfig> configs = new LinkedHashMap<>();
        List<ListenerDefinition> definitions = new ArrayList<>();
        Set<String> fixedKeys = new HashSet<>(fixed);
        listeners.forEach(
                (name, builder) -> {
                    ListenerDefinition definition = builder.build(name);
                    definitions.add(definition);
                    configs.put(name, definition.config());
                    definition
                            .fixed()
                            .forEach(key -> fixedKeys.add("listeners." + name + "." + key));
                });
        ServerConfig config =
                ServerConfig.builder()
                        .listeners(configs)
                        .shutdown(shutdown.build())
                        .observe(observe.build())
                        .build();
        ServerFactory factory =
                ServiceLoader.load(ServerFactory.class)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "no server runtime found (expected: dev.serve:serve-server on the class path or module path)"));
        return factory.create(
                new ServerDefinition(
                        config,
                        fixedKeys,
                        definitions,
                        effectiveInput(),
                        application,
                        features,
                        allExtensions(),
                        observers,
                        resume));
    }

    private List<Extension> allExtensions() {
        List<Extension> all = new ArrayList<>(extensions);
        for (Extension found : ServiceLoader.load(Extension.class)) {
            if (extensions.stream().noneMatch(added -> added.getClass() == found.getClass())) {
                all.add(found);
            }
        }
        return all;
    }

    private @Nullable ConfigInput effectiveInput() {
        if (profile == null && overrides.isEmpty()) {
            return input;
        }
        ConfigInput effective =
                input == null ? new ConfigInput(null, null, Map.of(), false) : input;
        if (profile != null) {
            effective = effective.profile(profile);
        }
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            effective = effective.set(override.getKey(), override.getValue());
        }
        return effective;
    }
}
