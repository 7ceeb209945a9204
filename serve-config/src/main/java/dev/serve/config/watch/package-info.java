/**
 * Files that change while a server runs.
 *
 * <p>{@link dev.serve.config.watch.FileWatch} looks at contents, not at events of the file system:
 * those do not tell of a symbolic link above the file that was turned to another directory, which
 * is how Kubernetes replaces a mounted ConfigMap or Secret.
 */
@NullMarked
package dev.serve.config.watch;

import org.jspecify.annotations.NullMarked;
