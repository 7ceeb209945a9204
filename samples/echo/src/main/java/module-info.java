/** The reference target for clients of every protocol. */
module dev.serve.samples.echo {
    requires dev.serve.api;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires static org.jspecify;
}
