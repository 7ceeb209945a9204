package dev.serve.http.h2;

/** What frames tell of the connection itself. Called by the thread that reads. */
interface Signals {

    void blockBegins();

    void blockEnds();

    void settingsAcknowledged();

    void pingAcknowledged(byte[] data);

    void clientGoesAway();
}
