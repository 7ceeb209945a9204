package dev.serve.server;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Gives TLS the keys of a listener, by the name that the client asks for (SNI, RFC 6066 section 3):
 * those of its exact name, else those of a pattern that covers it, else the default. One name may
 * have keys of several kinds. The JDK's own manager would have keys put into a store, encrypted,
 * only to take them out again. An alias is the index of an identity; the default comes first.
 */
final class ServerKeyManager extends X509ExtendedKeyManager {

    private final List<KeyAndChain> identities;
    private final List<String> algorithms;
    private final List<NamedIdentity> named;

    ServerKeyManager(KeyAndChain standard, List<NamedIdentity> named) {
        this.named = List.copyOf(named);
        this.identities =
                Stream.concat(Stream.of(standard), named.stream().map(NamedIdentity::identity))
                        .toList();
        this.algorithms =
                identities.stream().map(keys -> keys.leaf().getPublicKey().getAlgorithm()).toList();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return choose(keyType, named.isEmpty() ? "" : requestedName(engine));
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, Socket socket) {
        return choose(keyType, "");
    }

    private static String requestedName(SSLEngine engine) {
        if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName().toLowerCase(Locale.ROOT);
                }
            }
        }
        return "";
    }

    /** Asked several times in a handshake, once for each kind of key that the client takes. */
    private @Nullable String choose(String keyType, String host) {
        if (!algorithms.contains(keyType)) {
            return null;
        }
        if (!host.isEmpty()) {
            String exact = choose(keyType, host, false);
            if (exact != null || isNamed(host, false)) {
                return exact;
            }
            String covering = choose(keyType, host, true);
            if (covering != null || isNamed(host, true)) {
                return covering;
            }
        }
        return algorithms.getFirst().equals(keyType) ? "0" : null;
    }

    private @Nullable String choose(String keyType, String host, boolean wildcard) {
        for (int i = 0; i < named.size(); i++) {
            if (algorithms.get(i + 1).equals(keyType) && named.get(i).isFor(host, wildcard)) {
                return Integer.toString(i + 1);
            }
        }
        return null;
    }

    private boolean isNamed(String host, boolean wildcard) {
        return named.stream().anyMatch(one -> one.isFor(host, wildcard));
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String[] aliases =
                IntStream.range(0, identities.size())
                        .filter(index -> algorithms.get(index).equals(keyType))
                        .mapToObj(Integer::toString)
                        .toArray(String[]::new);
        return aliases.length == 0 ? null : aliases;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return identities.get(Integer.parseInt(alias)).chain().toArray(new X509Certificate[0]);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return identities.get(Integer.parseInt(alias)).key();
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
