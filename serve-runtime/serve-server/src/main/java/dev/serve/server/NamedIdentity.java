package dev.serve.server;

import java.util.List;

/**
 * A key for clients that ask for certain names. Immutable.
 *
 * @param names in lower case; {@code *.example.com} for one label in front
 * @param identity key and certificates
 */
record NamedIdentity(List<String> names, KeyAndChain identity) {

    NamedIdentity {
        names = List.copyOf(names);
    }

    /**
     * Whether it is for a host.
     *
     * @param host in lower case
     * @param wildcard whether a pattern is looked for that covers it, instead of the name itself
     */
    boolean isFor(String host, boolean wildcard) {
        if (!wildcard) {
            return names.contains(host);
        }
        int dot = host.indexOf('.');
        return dot > 0 && names.contains("*" + host.substring(dot));
    }
}
