/** Framed byte streams on our listeners. */
module dev.serve.tcp {
    requires transitive dev.serve.api;
    requires static org.jspecify;

    exports dev.serve.tcp;

    provides dev.serve.api.spi.ProtocolProvider with
            dev.serve.tcp.TcpProtocol;
}
