import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Sends each argument as a frame behind its length in four bytes, and prints what comes back:
 *
 * <pre>java FrameClient.java 127.0.0.1 9000 hello "and more"
 * java FrameClient.java 127.0.0.1 9000 --json hello     # as {"id":1,"text":"hello"}</pre>
 */
class FrameClient {

    public static void main(String[] args) throws IOException {
        boolean json = args.length > 2 && args[2].equals("--json");
        try (Socket socket = new Socket(args[0], Integer.parseInt(args[1]))) {
            socket.setSoTimeout(10_000);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int i = json ? 3 : 2, id = 1; i < args.length; i++, id++) {
                send(out, json ? "{\"id\":" + id + ",\"text\":" + quoted(args[i]) + "}" : args[i]);
                System.out.println(receive(in));
            }
        }
    }

    static void send(DataOutputStream out, String text) throws IOException {
        byte[] frame = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(frame.length);
        out.write(frame);
        out.flush();
    }

    static String receive(DataInputStream in) throws IOException {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        return new String(frame, StandardCharsets.UTF_8);
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\' || c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
