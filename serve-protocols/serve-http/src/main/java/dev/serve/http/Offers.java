package dev.serve.http;

import dev.serve.api.routing.Scope;
import dev.serve.http.message.OwnFields;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import io.helidon.http.PathMatcher;
import io.helidon.http.ServerRequestHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which methods a table of routes answers on a path, as far as it was recorded by our DSL: for HEAD
 * where GET is (RFC 9110 section 9.3.2), for Allow, and to tell 405 from 404.
 *
 * <p>Filled by the thread that compiles the table, before it is in force; read by all after that.
 */
final class Offers {

    private record Offer(Scope scope, Set<Method> methods, PathMatcher path) {

        boolean fits(HttpPrologue prologue, ServerRequestHeaders headers) {
            return scope.accepts(headers) && path.match(prologue.uriPath()).accepted();
        }
    }

    private final List<Offer> offers = new ArrayList<>();

    /** Offers with HEAD among their methods; mostly none. */
    private final List<Offer> heads = new ArrayList<>();

    /**
     * Notes a route.
     *
     * @param methods empty for any
     * @param path matches the whole path
     */
    void add(Scope scope, Set<Method> methods, PathMatcher path) {
        Offer offer = new Offer(scope, methods, path);
        offers.add(offer);
        if (methods.contains(Method.HEAD)) {
            heads.add(offer);
        }
    }

    /**
     * Whether a route for GET answers this request for HEAD: no route for HEAD does, and the engine
     * is one of ours, which sends no body then.
     */
    boolean headMeansGet(HttpPrologue prologue, ServerRequestHeaders headers) {
        if (!prologue.method().equals(Method.HEAD) || !(headers instanceof OwnFields)) {
            return false;
        }
        for (Offer offer : heads) {
            if (offer.fits(prologue, headers)) {
                return false;
            }
        }
        return true;
    }

    /** The methods that are answered on the path, sorted; empty when it is unknown. */
    Set<String> methods(HttpPrologue prologue, ServerRequestHeaders headers) {
        Set<String> methods = new TreeSet<>();
        for (Offer offer : offers) {
            if (offer.fits(prologue, headers)) {
                if (offer.methods.isEmpty()) {
                    methods.add(prologue.method().text());
                }
                offer.methods.forEach(method -> methods.add(method.text()));
            }
        }
        if (methods.contains(Method.GET_NAME) && headers instanceof OwnFields) {
            methods.add(Method.HEAD_NAME);
        }
        return methods;
    }
}
