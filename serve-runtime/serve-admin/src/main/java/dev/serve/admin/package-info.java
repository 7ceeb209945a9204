/**
 * The admin API and the dashboard, on a listener of the configuration.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.admin.Admin}: start here; the extension that puts everything on its
 *       listener
 *   <li>{@code Operation}: one route with its lines of the OpenAPI description; {@code
 *       ServerOperations}, {@code ConfigOperations}, {@code ConnectionOperations}, {@code
 *       RuntimeOperations}, {@code LogOperations}: all of them; {@code IfMatch}, {@code
 *       WantedConfig}: which version a change is for, and what it asks for; {@code OpenApi}: the
 *       description
 *   <li>{@code Api}: what every request passes: {@code Access} (who may), the {@code Call}, the
 *       {@code Answer} or {@code ApiProblem}, the {@code Audit}
 *   <li>{@code LiveStream}: server-sent events, of {@code Sampler} (counters) and {@code Events}
 *       (what happened, as {@code Told})
 *   <li>{@code Views}, {@code ConfigViews}, {@code ConfigTree}, {@code ConfigSchema}: what is shown
 *       of the server and of a configuration; {@code Shape}, {@code ObjectShape}: how it is
 *       written, and the schema of that, by name as {@code Content}; {@code Json}, {@code Fields}:
 *       its text
 *   <li>{@code Dashboard}: the page, its scripts and styles, from this jar
 * </ul>
 *
 * <h2>Flow</h2>
 *
 * request &rarr; {@code Access} &rarr; role &rarr; media type &rarr; operation &rarr; audit, if it
 * was a command &rarr; answer
 *
 * <h2>Threads</h2>
 *
 * Everything is called by many threads at once; there are none of its own but that of a stop.
 */
@NullMarked
package dev.serve.admin;

import org.jspecify.annotations.NullMarked;
