package dev.serve.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts Debian's nginx, one process that answers {@code /hello} from its configuration, and ends
 * it with itself; see {@link Announcement} for how it talks. It has no echo.
 */
public final class NginxServer {

    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private NginxServer() {}

    /** Serves until standard input ends; over TLS when given a directory of keys. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int port = freePort();
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            Path file = scratch.path().resolve("nginx.conf");
            Files.writeString(
                    file,
                    configuration(
                            scratch.path(), port, arguments.length > 0 ? arguments[0] : null));
            Process nginx =
                    new ProcessBuilder(
                                    List.of(
                                            "nginx",
                                            "-e",
                                            "stderr",
                                            "-p",
                                            scratch.path().toString(),
                                            "-c",
                                            file.toString()))
                            .inheritIO()
                            .start();
            try {
                awaitListening(port, nginx);
                Announcement.of(port, nginx.pid());
            } finally {
                nginx.destroy();
                nginx.waitFor();
            }
        }
    }

    /** nginx cannot choose one itself. */
    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private static void awaitListening(int port, Process nginx) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException e) {
                if (!nginx.isAlive() || System.nanoTime() > end) {
                    throw new IOException("nginx does not listen on port " + port, e);
                }
                Thread.onSpinWait();
            }
        }
    }

    private static String configuration(Path directory, int port, @Nullable String keys) {
        String tls =
                keys == null
                        ? ""
                        : """
                              ssl_certificate %1$s/server.crt;
                              ssl_certificate_key %1$s/server.key;
                              ssl_protocols TLSv1.3;
                              ssl_conf_command Ciphersuites %2$s;
                          """
                                .formatted(keys, Handlers.TLS_CIPHERS.getFirst());
        return """
               daemon off;
               master_process off;
               pid %1$s/pid;
               events { worker_connections 16000; }
               http {
                   access_log off;
                   client_body_temp_path %1$s/body;
                   proxy_temp_path %1$s/proxy;
                   fastcgi_temp_path %1$s/fastcgi;
                   uwsgi_temp_path %1$s/uwsgi;
                   scgi_temp_path %1$s/scgi;
                   keepalive_requests 1000000000;
                   keepalive_timeout 1h;
                   server {
                       listen 127.0.0.1:%2$d %3$s backlog=1024;
               %4$s
                       location /hello { return 200 "hello"; }
                   }
               }
               """
                .formatted(directory, port, keys == null ? "" : "ssl", tls);
    }
}
