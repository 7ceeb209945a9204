package dev.serve.server.proxy;

import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.ProxyProtocolV2Data;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A header of version 1 in Helidon's words. Immutable. */
sealed class ProxyData implements ProxyProtocolData {

    /** What Helidon says where there is no address. */
    private static final InetSocketAddress NONE =
            new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);

    private final ProxyHeader header;

    ProxyData(ProxyHeader header) {
        this.header = header;
    }

    @Override
    public Family family() {
        InetSocketAddress source = header.source();
        if (source == null) {
            return Family.UNKNOWN;
        }
        return source.getAddress() instanceof Inet4Address ? Family.IPv4 : Family.IPv6;
    }

    @Override
    public Protocol protocol() {
        return header.source() == null ? Protocol.UNKNOWN : Protocol.TCP;
    }

    @Override
    public String sourceAddress() {
        return text(header.source());
    }

    @Override
    public String destAddress() {
        return text(header.destination());
    }

    @Override
    public int sourcePort() {
        return port(header.source());
    }

    @Override
    public int destPort() {
        return port(header.destination());
    }

    private static String text(@Nullable InetSocketAddress address) {
        InetAddress ip = address == null ? null : address.getAddress();
        return ip == null ? "" : ip.getHostAddress();
    }

    private static int port(@Nullable InetSocketAddress address) {
        return address == null ? -1 : address.getPort();
    }

    @Override
    public String toString() {
        return header.toString();
    }

    /** A header of version 2. */
    static final class V2 extends ProxyData implements ProxyProtocolV2Data {

        private final ProxyHeader header;

        V2(ProxyHeader header) {
            super(header);
            this.header = header;
        }

        @Override
        public Command command() {
            return header.local() ? Command.LOCAL : Command.PROXY;
        }

        @Override
        public SocketAddress sourceSocketAddress() {
            InetSocketAddress source = header.source();
            return source == null ? NONE : source;
        }

        @Override
        public SocketAddress destSocketAddress() {
            InetSocketAddress destination = header.destination();
            return destination == null ? NONE : destination;
        }

        @Override
        public List<Tlv> tlvs() {
            return header.tlvs();
        }
    }
}
