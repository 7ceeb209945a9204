package dev.serve.websocket.session;

import dev.serve.api.config.WebSocketConfig;
import java.time.Duration;

/** What a session keeps to; asked anew for each message, so that a change reaches open sessions. */
public interface Settings {

    /** The settings of the session's route. */
    WebSocketConfig config();

    /** How long a peer may take nothing of what is written. */
    Duration writeTimeout();

    /** How long a frame may stay half sent. */
    Duration bodyTimeout();
}
