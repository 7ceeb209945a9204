/**
 * What users of Serve write against.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.api.Server}: start here; {@link dev.serve.api.ServerBuilder} and {@link
 *       dev.serve.api.ListenerBuilder} compose one
 *   <li>{@link dev.serve.api.Application}: code behind a configuration file
 *   <li>{@link dev.serve.api.Extension}: joins a server with routes and a life of its own
 *   <li>{@link dev.serve.api.ListenerView}, {@link dev.serve.api.ShutdownReport}: what a server
 *       tells
 *   <li>{@link dev.serve.api.ServerFactory}, with {@link dev.serve.api.ServerDefinition}: how the
 *       builder reaches the runtime
 * </ul>
 *
 * <p>Beside it: {@code config} (records and keys), {@code change} (plans and their results), {@code
 * routing} (the DSL), {@code event}, {@code spi} (protocols).
 */
@NullMarked
package dev.serve.api;

import org.jspecify.annotations.NullMarked;
