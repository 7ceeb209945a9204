package dev.serve.server;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor held for the time when there is none: released, it lets one more connection be
 * accepted, so that it can be closed instead of waiting unanswered in the kernel. Any thread.
 */
final class SpareDescriptor {

    private @Nullable SocketChannel held; // guarded by this

    /** Whether the process could open a descriptor now. */
    static boolean available() {
        try (SocketChannel _ = SocketChannel.open()) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    synchronized boolean isHeld() {
        return held != null;
    }

    /** Holds one; false if there is none. */
    synchronized boolean acquire() {
        if (held == null) {
            try {
                held = SocketChannel.open();
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    /** Gives it back to the process. */
    synchronized void release() {
        SocketChannel released = held;
        held = null;
        if (released != null) {
            try {
                released.close();
            } catch (IOException e) {
                // A socket that was never connected has nothing to lose; its descriptor is free.
                return;
            }
        }
    }
}
