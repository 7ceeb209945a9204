package dev.serve.observe.metrics;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Every meter, once. {@code docs/metrics.md} is made from it. */
public enum MeterName {
    /** Requests over HTTP. */
    HTTP_REQUESTS(
            "serve.http.requests",
            Kind.TIMER,
            "Requests over HTTP, from the head to the end of the answer: rate, errors and duration of each route. Event streams are told apart.",
            "listener",
            "protocol",
            "route",
            "outcome"),
    /** What came to no route. */
    HTTP_REFUSED(
            "serve.http.refused",
            Kind.COUNTER,
            "Requests over HTTP that were answered before they came to a route, by status: malformed ones, and those whose head or length is too large.",
            "listener",
            "status"),
    /** Event streams. */
    SSE_STREAMS(
            "serve.sse.streams",
            Kind.TIMER,
            "Event streams that have ended, and how long they lasted; cut is what neither server nor client has ended in order.",
            "listener",
            "route",
            "outcome"),
    /** Calls of gRPC. */
    GRPC_CALLS(
            "serve.grpc.calls",
            Kind.TIMER,
            "Calls of gRPC; those of gRPC-Web and in JSON are told as requests over HTTP, too. Methods that there are not are one, other.",
            "listener",
            "method",
            "code"),
    /** Messages of sessions. */
    WEBSOCKET_MESSAGES(
            "serve.websocket.messages",
            Kind.COUNTER,
            "Messages of WebSocket sessions, received and taken to send.",
            "listener",
            "direction"),
    /** What waits for peers. */
    QUEUED(
            "serve.queued",
            Kind.GAUGE,
            Unit.MESSAGES,
            "Messages of WebSocket sessions, events of streams and frames of TCP that have been taken to send and wait for their peers.",
            "listener"),
    /** What is in work. */
    IN_WORK(
            "serve.in.work",
            Kind.GAUGE,
            "What is in work: http requests, sse streams, websocket sessions, grpc calls, tcp connections.",
            "listener",
            "kind"),
    /** Open connections. */
    CONNECTIONS_ACTIVE(
            "serve.connections.active", Kind.GAUGE, "Connections that are open.", "listener"),
    /** Idle connections. */
    CONNECTIONS_IDLE(
            "serve.connections.idle",
            Kind.GAUGE,
            "Connections that are open and have nothing in work.",
            "listener"),
    /** Waiting connections. */
    CONNECTIONS_WAITING(
            "serve.connections.waiting",
            Kind.GAUGE,
            "Connections that wait for a place.",
            "listener"),
    /** The limit of connections. */
    CONNECTIONS_MAX(
            "serve.connections.max",
            Kind.GAUGE,
            "Connections that may be open (pool.max-connections).",
            "listener"),
    /** Connections let in. */
    CONNECTIONS_OPENED(
            "serve.connections.opened", Kind.COUNTER, "Connections that were let in.", "listener"),
    /** Connections refused. */
    CONNECTIONS_REFUSED(
            "serve.connections.refused",
            Kind.COUNTER,
            "Connections that were refused, by the limit that refused them.",
            "listener",
            "reason"),
    /** Connections closed. */
    CONNECTIONS_CLOSED(
            "serve.connections.closed",
            Kind.COUNTER,
            "Connections that were closed, by the reason.",
            "listener",
            "reason"),
    /** Bytes received. */
    BYTES_RECEIVED(
            "serve.received",
            Kind.COUNTER,
            Unit.BYTES,
            "Bytes received, those of TLS records included.",
            "listener"),
    /** Bytes sent. */
    BYTES_SENT(
            "serve.sent",
            Kind.COUNTER,
            Unit.BYTES,
            "Bytes sent, those of TLS records included.",
            "listener"),
    /** Use of a pool. */
    POOL_UTILISATION(
            "serve.pool.utilisation",
            Kind.GAUGE,
            Unit.RATIO,
            "Open connections as a share of the limit, 0 to 1.",
            "listener"),
    /** Status of a pool. */
    POOL_STATUS(
            "serve.pool.status", Kind.GAUGE, "0 healthy, 1 degraded, 2 overloaded.", "listener"),
    /** TLS handshakes. */
    TLS_HANDSHAKES(
            "serve.tls.handshakes",
            Kind.TIMER,
            "TLS handshakes by the version agreed on; failed ones are a version of their own.",
            "listener",
            "version"),
    /** The security score. */
    TLS_SCORE(
            "serve.tls.score",
            Kind.GAUGE,
            "Mean score of the handshakes, 0 to 100: a client's certificate 40; TLS 1.3 20, 1.2 15; AES 10, GCM 5, 256 bits 5; more than 90 days left of our certificate 20, 30 days 15, 7 days 10, else 5.",
            "listener"),
    /** Time left of a certificate. */
    CERTIFICATE_LEFT(
            "serve.tls.certificate.left",
            Kind.GAUGE,
            Unit.SECONDS,
            "Seconds until the first of the listener's certificates expires, 86400 a day; negative when it has.",
            "listener"),
    /** Changes of the configuration. */
    CONFIG_CHANGES(
            "serve.config.changes",
            Kind.COUNTER,
            "Other configurations that were handed in, by what became of them.",
            "outcome"),
    /** Version of the configuration. */
    CONFIG_VERSION("serve.config.version", Kind.GAUGE, "Version of the configuration in force."),
    /** Steps of a stop. */
    SHUTDOWN_STEP(
            "serve.shutdown.step",
            Kind.GAUGE,
            Unit.SECONDS,
            "Seconds that a step of the stop under way has taken.",
            "step"),
    /** Life of the server. */
    SERVER_STATE(
            "serve.server.state",
            Kind.GAUGE,
            "0 new, 1 starting, 2 running, 3 draining, 4 stopped, 5 failed."),
    /** Age of the server. */
    UPTIME("serve.uptime", Kind.GAUGE, Unit.SECONDS, "Seconds since the server started."),
    /** The heap. */
    JVM_MEMORY("jvm.memory.used", Kind.GAUGE, Unit.BYTES, "Bytes of memory in use.", "area"),
    /** The greatest heap. */
    JVM_MEMORY_MAX("jvm.memory.max", Kind.GAUGE, Unit.BYTES, "Bytes that the heap may take."),
    /** Collections. */
    JVM_GC("jvm.gc.collections", Kind.COUNTER, "Collections of garbage.", "collector"),
    /** Time of collections. */
    JVM_GC_SECONDS(
            "jvm.gc.time",
            Kind.COUNTER,
            Unit.SECONDS,
            "Seconds spent in collections of garbage.",
            "collector"),
    /** Threads. */
    JVM_THREADS("jvm.threads.platform", Kind.GAUGE, "Platform threads that live."),
    /** Mounted virtual threads. */
    JVM_VIRTUAL_MOUNTED(
            "jvm.threads.virtual.mounted", Kind.GAUGE, "Virtual threads that run on a carrier."),
    /** Queued virtual threads. */
    JVM_VIRTUAL_QUEUED(
            "jvm.threads.virtual.queued",
            Kind.GAUGE,
            "Virtual threads that wait for a carrier: more than a few for long says that processors are short."),
    /** Pinned virtual threads. */
    JVM_VIRTUAL_PINNED(
            "jvm.threads.virtual.pinned",
            Kind.TIMER,
            "Virtual threads that blocked while pinned to their carrier, and for how long: from 20 ms on, and seen from ten seconds after the start on."),
    /** Carriers. */
    JVM_CARRIERS("jvm.threads.carriers", Kind.GAUGE, "Carriers of virtual threads."),
    /** Carriers asked for. */
    JVM_PARALLELISM(
            "jvm.threads.parallelism",
            Kind.GAUGE,
            "Carriers that there should be; more of them live when virtual threads are pinned in native calls.");

    /** What a meter is. */
    public enum Kind {
        /** What is now. */
        GAUGE,
        /** What has happened since the start. */
        COUNTER,
        /** How often, and how long it took. */
        TIMER
    }

    /** What a gauge or a counter is measured in; timers are in seconds. */
    public enum Unit {
        /** Of its name. */
        NONE,
        /** Bytes. */
        BYTES,
        /** Seconds. */
        SECONDS,
        /** A share, 0 to 1. */
        RATIO,
        /** Messages. */
        MESSAGES;

        /** As names end; null for none. */
        @Nullable String text() {
            return this == NONE ? null : name().toLowerCase(Locale.ROOT);
        }
    }

    private final String id;
    private final Kind kind;
    private final Unit unit;
    private final String doc;

    @SuppressWarnings("ImmutableEnumChecker") // of List.of
    private final List<String> labels;

    MeterName(String id, Kind kind, String doc, String... labels) {
        this(id, kind, Unit.NONE, doc, labels);
    }

    MeterName(String id, Kind kind, Unit unit, String doc, String... labels) {
        this.id = id;
        this.kind = kind;
        this.unit = unit;
        this.doc = doc;
        this.labels = List.of(labels);
    }

    /** As Micrometer has it, such as {@code serve.http.requests}. */
    public String id() {
        return id;
    }

    /** What it is. */
    public Kind kind() {
        return kind;
    }

    /** What it is measured in. */
    public Unit unit() {
        return unit;
    }

    /** What it means. */
    public String doc() {
        return doc;
    }

    /** Names of its labels. */
    public List<String> labels() {
        return labels;
    }

    /** As Prometheus has it, such as {@code serve_http_requests_seconds}. */
    public String prometheus() {
        String suffix = unit == Unit.NONE ? "" : "_" + unit.text();
        String name = id.replace('.', '_') + suffix;
        return switch (kind) {
            case GAUGE -> name;
            case COUNTER -> name + "_total";
            case TIMER -> name + "_seconds";
        };
    }
}
