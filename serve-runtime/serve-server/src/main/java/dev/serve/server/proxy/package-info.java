/**
 * What proxies say of the client before them, and who of them is believed.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.server.proxy.ProxyEntrance}: start here; lets connections with a PROXY
 *       header in
 *   <li>{@link dev.serve.server.proxy.ProxyHeader}: what it says, read from a wire
 *   <li>{@link dev.serve.server.proxy.ProxyParser}: its bytes, version 1 and 2, a pure function
 *   <li>{@link dev.serve.server.proxy.Origin}: where a request comes from, by Forwarded and
 *       X-Forwarded-*
 *   <li>{@link dev.serve.server.proxy.TrustedPeers}: who is believed
 * </ul>
 *
 * <h2>Threads</h2>
 *
 * Everything here is immutable or stateless.
 */
@NullMarked
package dev.serve.server.proxy;

import org.jspecify.annotations.NullMarked;
