package dev.serve.api.spi;

import dev.serve.api.observe.TraceIds;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Where a call came from, for who is told that it has ended; asked in the thread of the call. */
public interface CallOrigin {

    /** Address of the client as far as {@code trusted-proxies} tell it. */
    SocketAddress client();

    /** The number of the request on its connection. */
    int number();

    /** The span that it was; null if nobody has recorded one. */
    @Nullable TraceIds trace();

    /** What its client said of a trace (W3C Trace Context); empty if nothing. */
    String traceParent();
}
