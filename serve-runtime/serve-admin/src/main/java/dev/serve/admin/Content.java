package dev.serve.admin;

/**
 * What a body or an answer holds, by name: an operation says it at every start, and its shape is
 * made when somebody asks.
 */
enum Content {
    AUDIT,
    CHANGE,
    CLOSED_CONNECTION,
    CONFIG,
    CONFIG_PATCH,
    CONNECTION,
    CONNECTIONS,
    DIFF,
    GENERATIONS,
    HEALTH,
    LEVELS,
    LISTENER,
    LISTENERS,
    LOGGERS,
    METER,
    METERS,
    OBJECT,
    PLAN,
    POOLS,
    READY,
    ROLLBACK,
    ROUTES,
    SESSION,
    SHUTDOWN_OPTIONS,
    STATE,
    STOPPING,
    TEXT,
    THREADS,
    VERSION,
    VERSIONS;

    Shape<?> shape() {
        return switch (this) {
            case AUDIT -> Shape.list(Audit.Entry.SHAPE);
            case CHANGE -> ConfigViews.DONE;
            case CLOSED_CONNECTION -> ConnectionOperations.Closed.SHAPE;
            case CONFIG -> ConfigSchema.TREE;
            case CONFIG_PATCH -> ConfigSchema.PATCH;
            case CONNECTION -> Views.CONNECTION;
            case CONNECTIONS -> ConnectionOperations.Page.SHAPE;
            case DIFF -> ConfigViews.DIFF;
            case GENERATIONS -> Shape.list(Views.GENERATION);
            case HEALTH -> HealthAnswer.SHAPE;
            case LEVELS -> Shape.map(Shape.orNull(Shape.TEXT));
            case LISTENER -> Views.LISTENER_WITH_POOL;
            case LISTENERS -> Shape.list(Views.LISTENER);
            case LOGGERS -> Shape.list(LogOperations.Logger.SHAPE);
            case METER -> RuntimeOperations.Meters.SERIES;
            case METERS -> RuntimeOperations.Meters.NAMES;
            case OBJECT -> Shape.OBJECT;
            case PLAN -> ConfigViews.PLAN;
            case POOLS -> Shape.list(Views.POOL);
            case READY -> Views.READY;
            case ROLLBACK -> ConfigOperations.target();
            case ROUTES -> Shape.list(Views.ROUTE);
            case SESSION -> Views.SESSION;
            case SHUTDOWN_OPTIONS -> ServerOperations.shutdownOptions();
            case STATE -> Views.STATE;
            case STOPPING -> Views.STOPPING;
            case TEXT -> Shape.TEXT;
            case THREADS -> RuntimeOperations.threads();
            case VERSION -> ConfigViews.VERSION_WITH_CONFIG;
            case VERSIONS -> Shape.list(ConfigViews.VERSION);
        };
    }
}
