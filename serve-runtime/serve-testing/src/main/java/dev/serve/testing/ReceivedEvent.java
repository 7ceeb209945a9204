package dev.serve.testing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A server-sent event as a browser would see it. Immutable.
 *
 * @param id the last id sent so far; empty for none
 * @param name its type, {@code message} where none was sent
 * @param data its lines, joined by LF
 * @param retry how long the server asked to wait before reconnecting, with this event; null for
 *     nothing
 */
public record ReceivedEvent(String id, String name, String data, @Nullable Duration retry) {}
