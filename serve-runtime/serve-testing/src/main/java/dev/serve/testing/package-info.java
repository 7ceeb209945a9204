/**
 * Test kit: a server on free ports, clients, house rules, log capture, a movable clock,
 * certificates.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.testing.ServeTest}, {@link dev.serve.testing.ServeExtension}: start here;
 *       a server for the tests of a class, and parameters for its ports ({@link
 *       dev.serve.testing.Port}) and clients ({@link dev.serve.testing.Listener})
 *   <li>{@link dev.serve.testing.TestHttpClient}, {@link dev.serve.testing.EventClient}: what
 *       proper clients do; {@link dev.serve.testing.RawClient}: bytes as they are, over TCP, TLS
 *       and Unix sockets. For HTTP/2 by prior knowledge take Helidon's {@code Http2Client}, for its
 *       API over a Unix socket its {@code WebClient} with {@code address(...)} on each request
 *   <li>{@link dev.serve.testing.HouseRules}: unexpected warnings and threads left behind fail
 *       tests; {@link dev.serve.testing.ExpectLog} and {@link dev.serve.testing.LogCapture} say
 *       what is expected
 *   <li>{@link dev.serve.testing.MovableClock}: time by hand
 *   <li>{@link dev.serve.testing.DevCertificates}: a directory of certificates to try TLS with;
 *       {@link dev.serve.testing.CertificateAuthority}: certificates of any other kind, also broken
 *       ones; {@link dev.serve.testing.ClientTls}: clients that trust them
 * </ul>
 *
 * <p>The user brings JUnit Jupiter (6.0 or newer) and serve-server; what concerns certificates,
 * clients, logs and time needs neither. Helidon's own test kit starts its {@code WebServer} and is
 * of no use for ours; its {@code SocketHttpClient} is what {@link dev.serve.testing.RawClient} does
 * with deadlines, TLS and Unix sockets besides.
 */
@NullMarked
package dev.serve.testing;

import org.jspecify.annotations.NullMarked;
