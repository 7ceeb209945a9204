/**
 * A change of a running server's configuration: what it would do, what it did, and what there was
 * before.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.api.change.ChangePlan}: start here; each listener and key that differs,
 *       what it takes and why
 *   <li>{@link dev.serve.api.change.ChangeResult}: what became of a plan
 *   <li>{@link dev.serve.api.change.ConfigVersion}: one entry of the history
 * </ul>
 *
 * <p>Everything is immutable and shows no secret.
 */
@NullMarked
package dev.serve.api.change;

import org.jspecify.annotations.NullMarked;
