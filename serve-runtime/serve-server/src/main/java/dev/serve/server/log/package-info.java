/**
 * Logging of what peers can cause as often as they like: {@link
 * dev.serve.server.log.CountedWarning}.
 */
@NullMarked
package dev.serve.server.log;

import org.jspecify.annotations.NullMarked;
