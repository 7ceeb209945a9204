package dev.serve.config;

import dev.serve.api.config.AdminConfig;
import dev.serve.api.config.ClientAuth;
import dev.serve.api.config.ListenerConfig;
import dev.serve.api.config.Origin;
import dev.serve.api.config.Problem;
import dev.serve.api.config.ServerConfig;
import dev.serve.api.config.TlsConfig;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What the listener of the admin API must be: there, able to serve it, and not open to anybody. */
final class AdminRules {

    private static final String KEY = "admin.listener";
    private static final String OPERATORS = "admin.operators";
    private static final List<String> SPOKEN = List.of("http", "sse");

    private AdminRules() {}

    /**
     * What is wrong.
     *
     * @param places where keys stand in files and other layers
     */
    static List<Problem> problems(ServerConfig config, Function<String, Origin> places) {
        AdminConfig admin = config.admin();
        String name = admin.listener();
        if (name == null) {
            return List.of();
        }
        ListenerConfig listener = config.listeners().get(name);
        if (listener == null) {
            String known = String.join(", ", config.listeners().keySet());
            return List.of(problem(places, name, "the name of a listener: " + known));
        }
        List<Problem> problems = new ArrayList<>();
        if (!listener.protocols().containsAll(SPOKEN)) {
            problems.add(
                    problem(
                            places,
                            name,
                            "a listener whose protocols are " + String.join(", ", SPOKEN)));
        }
        if (!admin.hasToken() && !isClosedToStrangers(listener)) {
            problems.add(
                    problem(
                            places,
                            name,
                            "admin.operator-token, or tls.client-auth: required, or a loopback host: "
                                    + listener.addressText()
                                    + " is open to other machines"));
        }
        // Else whoever shows no certificate would command, and those it names would be no others.
        if (!admin.operators().isEmpty() && !admin.hasToken() && !hasCertificates(listener)) {
            problems.add(
                    new Problem(
                            places.apply(OPERATORS),
                            OPERATORS,
                            String.join(", ", admin.operators()),
                            "tls.client-auth: required on listener \""
                                    + name
                                    + "\", where whoever reaches it commands otherwise"));
        }
        return problems;
    }

    private static boolean isClosedToStrangers(ListenerConfig listener) {
        return listener.isUnix() || isLoopback(listener.host()) || hasCertificates(listener);
    }

    private static boolean hasCertificates(ListenerConfig listener) {
        TlsConfig tls = listener.tls();
        return tls != null && tls.effectiveClientAuth() == ClientAuth.REQUIRED;
    }

    /** A name other than localhost is looked up only when it is bound, and may mean anything. */
    private static boolean isLoopback(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Problem problem(Function<String, Origin> places, String value, String expected) {
        return new Problem(places.apply(KEY), KEY, value, expected);
    }
}
