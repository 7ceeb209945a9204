/** Test kit: certificates, a server on port 0, clients, log capture, a movable clock. */
module dev.serve.testing {
    requires transitive dev.serve.api;
    requires static transitive org.junit.jupiter.api;
    requires static org.junit.platform.commons;
    requires static org.jspecify;
    requires java.logging;
    requires transitive java.net.http;
    requires java.management;
    requires jdk.management;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;

    exports dev.serve.testing;

    provides org.junit.jupiter.api.extension.Extension with
            dev.serve.testing.HouseRulesExtension;
}
