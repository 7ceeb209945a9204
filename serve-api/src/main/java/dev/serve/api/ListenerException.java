package dev.serve.api;

import dev.serve.api.config.ConfigException;
import dev.serve.api.config.Problem;
import java.util.stream.Collectors;

/**
 * A listener that could not be opened, or whose routes or keys could not be used. Names listener
 * and address.
 */
public final class ListenerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String listener;
    private final String address;

    /**
     * {@code listener "web": cannot bind 127.0.0.1:8080: Address already in use}.
     *
     * @param doing what failed, such as {@code cannot bind}
     */
    public ListenerException(String listener, String address, String doing, Throwable cause) {
        super(
                "listener \"" + listener + "\": " + doing + " " + address + ": " + reason(cause),
                cause);
        this.listener = listener;
        this.address = address;
    }

    /** The listener's name. */
    public String listener() {
        return listener;
    }

    /** Its address, as configured. */
    public String address() {
        return address;
    }

    private static String reason(Throwable cause) {
        if (cause instanceof ConfigException problems) {
            return problems.problems().stream()
                    .map(Problem::withoutPlace)
                    .collect(Collectors.joining(System.lineSeparator()));
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
