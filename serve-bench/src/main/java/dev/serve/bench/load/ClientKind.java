package dev.serve.bench.load;

import dev.serve.testing.DevCertificates;
import java.nio.file.Path;

/** Who sends the requests. */
enum ClientKind {
    /** wrk where it is installed, else our own. */
    AUTO,
    /** Our own. */
    OWN,
    /** wrk. */
    WRK;

    /**
     * A client with so many connections.
     *
     * @param scratch where it may keep files
     * @param certificates what it trusts
     */
    LoadClient with(int connections, Path scratch, DevCertificates certificates) {
        boolean wrk =
                switch (this) {
                    case OWN -> false;
                    case WRK -> true;
                    case AUTO -> WrkClient.present();
                };
        return wrk
                ? new WrkClient(connections, scratch)
                : new LoopClient(connections, certificates);
    }
}
