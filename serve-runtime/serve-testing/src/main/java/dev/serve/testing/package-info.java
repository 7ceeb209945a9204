/**
 * Test kit: certificates, a server on port 0, clients, log capture, a movable clock.
 *
 * <h2>Map</h2>
 *
 * <ul>
 *   <li>{@link dev.serve.testing.DevCertificates}: a directory of certificates to try TLS with;
 *       {@link dev.serve.testing.CertificateAuthority}: start here for certificates of any other
 *       kind; {@link dev.serve.testing.ClientTls}: clients that trust them
 * </ul>
 *
 * What concerns certificates needs no test library; the rest expects JUnit Jupiter on the class
 * path, which the user brings.
 */
@NullMarked
package dev.serve.testing;

import org.jspecify.annotations.NullMarked;
