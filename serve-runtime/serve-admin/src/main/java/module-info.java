/** The admin API and the dashboard. */
module dev.serve.admin {
    requires transitive dev.serve.api;
    requires com.fasterxml.jackson.core;
    requires jdk.management;
    requires static org.jspecify;

    exports dev.serve.admin;

    provides dev.serve.api.Extension with
            dev.serve.admin.Admin;
}
