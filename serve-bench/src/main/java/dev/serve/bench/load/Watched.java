package dev.serve.bench.load;

import dev.serve.api.config.ObserveConfig;

/** How much of its work our server tells. */
enum Watched {
    /** Nothing. */
    OFF("off"),
    /** Metrics with their history, as is the default. */
    METRICS("metrics"),
    /** And a line for each request, appended to a file. */
    ACCESS_LOG("access log"),
    /** Metrics, and spans of one request in a hundred. */
    TRACES("traces 1 %");

    private final String label;

    Watched(String label) {
        this.label = label;
    }

    /** As it stands in tables. */
    String label() {
        return label;
    }

    /**
     * Says so in a configuration.
     *
     * @param log where lines go
     * @param spans where spans go
     */
    void configure(ObserveConfig.Builder observe, String log, String spans) {
        observe.metrics(metrics -> metrics.enabled(this != OFF));
        if (this == ACCESS_LOG) {
            observe.accessLog(lines -> lines.enabled(true).path(log));
        }
        if (this == TRACES) {
            observe.tracing(tracing -> tracing.enabled(true).samplePercent(1).endpoint(spans));
        }
    }
}
