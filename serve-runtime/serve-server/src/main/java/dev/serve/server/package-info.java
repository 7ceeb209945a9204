/**
 * The server: acceptors, sockets, TLS, generations of listeners.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@code Assembly}: start here; configuration, protocols and application become a {@code
 *       ServeServer}; {@code Requirements} says which of them are not there
 *   <li>{@code Roster}: the listeners, which come ({@code Arrival}), change ({@code Swap}) and go
 *       ({@code Departure}) as the package {@code lifecycle} asks
 *   <li>{@code Listener}: an address ({@code Entrance}, {@code Acceptor}, {@code ListenSocket}), a
 *       pool and a {@code Generation}
 *   <li>{@code Connection}: one socket from accept to close; {@code OldGenerations} sends home
 *       those of an earlier generation
 *   <li>{@code LiveRouting}, {@code RouteTable}, {@code RouteCompiler}: the routes, swapped as one
 *       reference
 *   <li>{@code TlsLoader}, {@code KeyContents}: keys, and whether their files have changed
 *   <li>{@code Reaper}: the one thread that keeps deadlines and looks after acceptors; {@code
 *       PinnedThreads}: what JFR knows of threads that hold their carrier
 * </ul>
 */
@NullMarked
package dev.serve.server;

import org.jspecify.annotations.NullMarked;
