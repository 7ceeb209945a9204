package dev.serve.api.pool;

/**
 * Who is at the other end of a Unix socket, as the kernel says. Immutable.
 *
 * @param user name of the effective user
 * @param group name of the effective group
 */
public record UnixPeer(String user, String group) {}
