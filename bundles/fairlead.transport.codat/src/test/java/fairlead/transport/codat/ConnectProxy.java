package fairlead.transport.codat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy that tunnels every CONNECT to one port of this PC, or answers as it is told. */
final class ConnectProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final String answer;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    ConnectProxy(int target, String answer) throws IOException {
        this.server = new ServerSocket(0, 50, FakePlatform.loopback());
        this.target = target;
        this.answer = answer;
        threads.execute(this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    List<String> asked() {
        return asked;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try {
            String head = head(client.getInputStream());
            asked.add(head.lines().findFirst().orElse(""));
            String answerHead =
                    "HTTP/1.1 "
                            + answer
                            + "\r\n"
                            + (answer.startsWith("407")
                                    ? "Proxy-Authenticate: Basic realm=\"x\"\r\n"
                                    : "")
                            + (answer.startsWith("200") ? "\r\n" : "Content-Length: 0\r\n\r\n");
            client.getOutputStream().write(answerHead.getBytes(US_ASCII));
            if (!answer.startsWith("200")) {
                return;
            }
            Socket platform = new Socket(FakePlatform.loopback(), target);
            sockets.add(platform);
            threads.execute(() -> copy(platform, client));
            copy(client, platform);
        } catch (IOException e) {
            // either side has gone
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.close();
        } catch (IOException e) {
            // either side has gone
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
