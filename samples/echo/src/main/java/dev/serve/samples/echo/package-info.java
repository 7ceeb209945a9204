/** The reference target for clients of every protocol. */
@NullMarked
package dev.serve.samples.echo;

import org.jspecify.annotations.NullMarked;
