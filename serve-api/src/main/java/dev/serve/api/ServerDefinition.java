package dev.serve.api;

import dev.serve.api.config.ConfigInput;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.event.ServerEvent;
import io.helidon.webserver.spi.ServerFeature;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that a {@link ServerBuilder} was told. Immutable.
 *
 * @param config the builder's configuration, which other sources may change
 * @param fixed full keys that no other source changes
 * @param listeners routing and engines of the builder's listeners
 * @param input other sources of configuration; null for none
 * @param application adds routes to the listeners; null for the one that the configuration names
 * @param features Helidon features to set up on the listeners
 * @param extensions in the order they start
 * @param observers called with every event
 * @param resume whether the last version of the history on disk takes the place of the other
 *     sources
 */
public record ServerDefinition(
        ServerConfig config,
        Set<String> fixed,
        List<ListenerDefinition> listeners,
        @Nullable ConfigInput input,
        @Nullable Application application,
        List<ServerFeature> features,
        List<Extension> extensions,
        List<Consumer<ServerEvent>> observers,
        boolean resume) {

    /** Copies the collections. */
    public ServerDefinition {
        fixed = Set.copyOf(fixed);
        listeners = List.copyOf(listeners);
        features = List.copyOf(features);
        extensions = List.copyOf(extensions);
        observers = List.copyOf(observers);
    }

    /** Where the configuration comes from, in words: the file, or {@code builder}. */
    public String source() {
        return input == null || input.file() == null ? "builder" : String.valueOf(input.file());
    }
}
