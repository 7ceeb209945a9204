/** Test kit: a server on port 0, clients, log capture, a movable clock. */
@NullMarked
package dev.serve.testing;

import org.jspecify.annotations.NullMarked;
