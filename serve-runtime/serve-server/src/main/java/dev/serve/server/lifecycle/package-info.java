/**
 * How a server lives: starts, changes its configuration while it runs, and stops.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.server.lifecycle.Changes}: start here; plan, prepare all, commit all,
 *       finish, or take back
 *   <li>{@link dev.serve.server.lifecycle.ChangeClassifier}: what a change takes, per listener and
 *       key
 *   <li>{@link dev.serve.server.lifecycle.Site}, {@link dev.serve.server.lifecycle.Prepared},
 *       {@link dev.serve.server.lifecycle.LiveListener}: what it asks of the listeners
 *   <li>{@link dev.serve.server.lifecycle.History}: the last versions, to return to
 *   <li>{@link dev.serve.server.lifecycle.Shutdown}: the five steps of a stop
 *   <li>{@link dev.serve.server.lifecycle.ServerLife}, {@link dev.serve.server.lifecycle.Timings}:
 *       states, and how long a start takes
 * </ul>
 *
 * <p>It knows pools and configurations and no socket: the server above it implements {@code Site}.
 */
@NullMarked
package dev.serve.server.lifecycle;

import org.jspecify.annotations.NullMarked;
