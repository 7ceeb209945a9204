package dev.serve.api.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration of a server. Immutable.
 *
 * @param application name or class of the {@code Application} that adds routes; null for none
 * @param listeners by name, in the order they were declared
 * @param shutdown how the server stops
 * @param watch how files are watched while the server runs
 * @param history which versions of the configuration are kept
 * @param observe what the server tells about itself
 * @param admin where the admin API is served, and to whom
 * @param log what the process logs
 * @param secrets which of its values are shown nowhere, whatever their keys
 */
public record ServerConfig(
        @Nullable String application,
        Map<String, ListenerConfig> listeners,
        ShutdownConfig shutdown,
        WatchConfig watch,
        HistoryConfig history,
        ObserveConfig observe,
        AdminConfig admin,
        LogConfig log,
        SecretValues secrets) {

    /** Key {@code application}. */
    public static final Key<String> APPLICATION =
            Key.of("application", ValueTypes.TEXT)
                    .doc(
                            "Name (ServiceLoader) or class of the Application that adds routes to the listeners.")
                    .build();

    /** The name of a listener. */
    public static final Key<String> LISTENER_NAME =
            Key.of("name", ValueTypes.TEXT)
                    .range(
                            "that begins with a lower-case letter and goes on with those, digits and dashes",
                            name -> name.matches("[a-z][a-z0-9-]*"))
                    .defaultText("required")
                    .doc("Name of a listener.")
                    .build();

    /** The schema of the whole file. */
    public static final Schema<ServerConfig, Builder> SCHEMA =
            new Schema<>(
                    "server",
                    ServerConfig::toBuilder,
                    Builder::build,
                    List.of(
                            new Schema.Value<>(
                                    APPLICATION, Builder::application, ServerConfig::application),
                            new Schema.Named<>(
                                    "listeners",
                                    "Listeners by name.",
                                    LISTENER_NAME,
                                    ListenerKeys.SCHEMA,
                                    ListenerConfig::builder,
                                    Builder::listeners,
                                    ServerConfig::listeners),
                            new Schema.Section<>(
                                    "shutdown",
                                    "How the server stops.",
                                    false,
                                    ShutdownConfig.SCHEMA,
                                    ShutdownConfig::builder,
                                    Builder::shutdown,
                                    ServerConfig::shutdown),
                            new Schema.Section<>(
                                    "watch",
                                    "How files are watched while the server runs.",
                                    false,
                                    WatchConfig.SCHEMA,
                                    WatchConfig::builder,
                                    Builder::watch,
                                    ServerConfig::watch),
                            new Schema.Section<>(
                                    "history",
                                    "Which versions of the configuration are kept.",
                                    false,
                                    HistoryConfig.SCHEMA,
                                    HistoryConfig::builder,
                                    Builder::history,
                                    ServerConfig::history),
                            new Schema.Section<>(
                                    "observe",
                                    "What the server tells about itself, and to whom.",
                                    false,
                                    ObserveConfig.SCHEMA,
                                    ObserveConfig::builder,
                                    Builder::observe,
                                    ServerConfig::observe),
                            new Schema.Section<>(
                                    "admin",
                                    "Where the admin API and the dashboard are served, and to whom.",
                                    false,
                                    AdminConfig.SCHEMA,
                                    AdminConfig::builder,
                                    Builder::admin,
                                    ServerConfig::admin),
                            new Schema.Section<>(
                                    "log",
                                    "What the process logs.",
                                    false,
                                    LogConfig.SCHEMA,
                                    LogConfig::builder,
                                    Builder::log,
                                    ServerConfig::log)));

    /** Copies the map and checks the names. */
    public ServerConfig {
        listeners = Collections.unmodifiableMap(new LinkedHashMap<>(listeners));
        listeners.keySet().forEach(LISTENER_NAME::check);
    }

    /** All values but secrets. */
    @Override
    public String toString() {
        return secrets.and(named())
                .masked(
                        "ServerConfig[application="
                                + application
                                + ", listeners="
                                + listeners
                                + ", shutdown="
                                + shutdown
                                + ", watch="
                                + watch
                                + ", history="
                                + history
                                + ", observe="
                                + observe
                                + ", admin="
                                + admin
                                + ", log="
                                + log
                                + "]");
    }

    /** Values whose names are the user's and speak of secrets. */
    private SecretValues named() {
        Map<String, String> texts = new LinkedHashMap<>();
        listeners.forEach(
                (listener, config) ->
                        config.ext()
                                .forEach(
                                        (name, text) -> {
                                            if (SecretValues.isSecretName(name)) {
                                                texts.put(listener + "." + name, text);
                                            }
                                        }));
        return SecretValues.of(texts);
    }

    /** A builder with no listener. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        Builder builder =
                new Builder()
                        .listeners(listeners)
                        .shutdown(shutdown)
                        .watch(watch)
                        .history(history)
                        .observe(observe)
                        .admin(admin)
                        .log(log)
                        .secrets(secrets);
        builder.application = application;
        return builder;
    }

    /** Makes a {@link ServerConfig}. Not thread-safe. */
    public static final class Builder {
        private @Nullable String application;
        private Map<String, ListenerConfig> listeners = Map.of();
        private ShutdownConfig shutdown = ShutdownConfig.builder().build();
        private WatchConfig watch = WatchConfig.builder().build();
        private HistoryConfig history = HistoryConfig.builder().build();
        private ObserveConfig observe = ObserveConfig.builder().build();
        private AdminConfig admin = AdminConfig.builder().build();
        private LogConfig log = LogConfig.builder().build();
        private SecretValues secrets = SecretValues.NONE;

        private Builder() {}

        /** Key {@code application}. */
        public Builder application(String application) {
            this.application = application;
            return this;
        }

        /** Keys {@code listeners.<name>.*}. */
        public Builder listeners(Map<String, ListenerConfig> listeners) {
            this.listeners = listeners;
            return this;
        }

        /** Adds a listener, or changes the one of that name. */
        public Builder listener(String name, Consumer<ListenerConfig.Builder> change) {
            ListenerConfig present = listeners.get(name);
            ListenerConfig.Builder builder =
                    present == null ? ListenerConfig.builder() : present.toBuilder();
            change.accept(builder);
            Map<String, ListenerConfig> changed = new LinkedHashMap<>(listeners);
            changed.put(name, builder.build());
            return listeners(changed);
        }

        /** Takes a listener away; nothing happens if there is none of that name. */
        public Builder withoutListener(String name) {
            Map<String, ListenerConfig> changed = new LinkedHashMap<>(listeners);
            changed.remove(name);
            return listeners(changed);
        }

        /** Keys {@code shutdown.*}. */
        public Builder shutdown(ShutdownConfig shutdown) {
            this.shutdown = shutdown;
            return this;
        }

        /** Changes some of {@code shutdown.*}. */
        public Builder shutdown(Consumer<ShutdownConfig.Builder> change) {
            ShutdownConfig.Builder builder = shutdown.toBuilder();
            change.accept(builder);
            return shutdown(builder.build());
        }

        /** Keys {@code watch.*}. */
        public Builder watch(WatchConfig watch) {
            this.watch = watch;
            return this;
        }

        /** Keys {@code history.*}. */
        public Builder history(HistoryConfig history) {
            this.history = history;
            return this;
        }

        /** Keys {@code observe.*}. */
        public Builder observe(ObserveConfig observe) {
            this.observe = observe;
            return this;
        }

        /** Changes some of {@code observe.*}. */
        public Builder observe(Consumer<ObserveConfig.Builder> change) {
            ObserveConfig.Builder builder = observe.toBuilder();
            change.accept(builder);
            return observe(builder.build());
        }

        /** Keys {@code admin.*}. */
        public Builder admin(AdminConfig admin) {
            this.admin = admin;
            return this;
        }

        /** Keys {@code log.*}. */
        public Builder log(LogConfig log) {
            this.log = log;
            return this;
        }

        /** Changes some of {@code log.*}. */
        public Builder log(Consumer<LogConfig.Builder> change) {
            LogConfig.Builder builder = log.toBuilder();
            change.accept(builder);
            return log(builder.build());
        }

        /** Values that are shown nowhere, whatever their keys. */
        public Builder secrets(SecretValues secrets) {
            this.secrets = secrets;
            return this;
        }

        /**
         * Makes the record.
         *
         * @throws IllegalArgumentException if a listener's name is not one
         */
        public ServerConfig build() {
            return new ServerConfig(
                    application, listeners, shutdown, watch, history, observe, admin, log, secrets);
        }
    }
}
