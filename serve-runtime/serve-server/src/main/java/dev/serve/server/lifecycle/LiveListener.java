package dev.serve.server.lifecycle;

import dev.serve.api.change.KeyChange;
import dev.serve.api.config.ListenerConfig;
import dev.serve.pool.ConnectionPool;
import dev.serve.pool.PoolIdentity;
import java.util.List;

/** A listener as changes and stops see it. What changes it is called by one thread at a time. */
public interface LiveListener {

    /** Its name. */
    String name();

    /** How its log lines begin. */
    PoolIdentity identity();

    /** The configuration in force. */
    ListenerConfig config();

    /** The address as bound. */
    String address();

    /** Its connections. */
    ConnectionPool pool();

    /** Files below {@code tls} whose contents are no longer those that are in force. */
    List<KeyChange> changedContents();

    /** From now on every answer of HTTP/1.1 says that its connection ends. */
    void announceEnd();

    /** Lets in who is accepted already, and nobody any longer. */
    void stopAccepting();

    /** Stops what its routes hold; after the last connection. */
    void afterStop();
}
