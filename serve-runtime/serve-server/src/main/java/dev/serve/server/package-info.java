/** The server: acceptors, sockets, TLS, generations of listeners. */
@NullMarked
package dev.serve.server;

import org.jspecify.annotations.NullMarked;
