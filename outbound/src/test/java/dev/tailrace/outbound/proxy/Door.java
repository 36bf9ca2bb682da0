package dev.tailrace.outbound.proxy;

import dev.tailrace.engine.destination.Destination.ActionId;
import dev.tailrace.engine.tenant.TenantId;
import dev.tailrace.outbound.EgressPolicy;
import dev.tailrace.outbound.Resolver;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real proxy with one door, and what a worker would do at it. */
final class Door implements AutoCloseable, Doorkeeper {
    final EgressProxy proxy;
    final EgressDoor door;
    final List<OutgoingConnection> asked = new CopyOnWriteArrayList<>();
    final List<String> cuts = new CopyOnWriteArrayList<>();
    private final Path path;
    private volatile Optional<Traveller> traveller;

    Door(Path folder, EgressPolicy policy, Resolver resolver, EgressLimits limits) throws IOException {
        path = folder.resolve("out.sock");
        proxy = new EgressProxy(policy, resolver, limits);
        traveller = Optional.of(new Traveller(new ActionId(new TenantId("tailrace"), "an action")));
        var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        socket.bind(UnixDomainSocketAddress.of(path), 1_024);
        door = proxy.open(socket, this);
    }

    /** As it was before an action was loaded. */
    void empty() {
        traveller = Optional.empty();
    }

    SocketChannel knock() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    /** Asks, and sends the byte after which bytes pass; the socket is blocking. */
    SocketChannel connected(int id, String host, int port) throws IOException {
        SocketChannel socket = knock();
        String answer = answer(socket, "{\"id\":" + id + ",\"run\":7,\"host\":\"" + host + "\",\"port\":" + port + "}");
        if (!answer.contains("addresses")) {
            throw new IOException(answer);
        }
        write(socket, new byte[] {1});
        return socket;
    }

    /** What a wish is answered. */
    String ask(String wish) throws IOException {
        try (SocketChannel socket = knock()) {
            return answer(socket, wish);
        }
    }

    String ask(String host, int port) throws IOException {
        return ask("{\"id\":1,\"host\":\"" + host + "\",\"port\":" + port + "}");
    }

    static void write(SocketChannel to, byte[] bytes) throws IOException {
        var rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            to.write(rest);
        }
    }

    /** Until the end. */
    static String readAll(SocketChannel from) throws IOException {
        var text = new StringBuilder();
        var bytes = ByteBuffer.allocate(8 * 1024);
        while (from.read(bytes) >= 0) {
            text.append(StandardCharsets.UTF_8.decode(bytes.flip()));
            bytes.clear();
        }
        return text.toString();
    }

    private static String answer(SocketChannel socket, String wish) throws IOException {
        byte[] json = wish.getBytes(StandardCharsets.UTF_8);
        write(
                socket,
                ByteBuffer.allocate(2 + json.length)
                        .putShort((short) json.length)
                        .put(json)
                        .array());
        var head = filled(socket, 2);
        return StandardCharsets.UTF_8.decode(filled(socket, head.getShort())).toString();
    }

    private static ByteBuffer filled(SocketChannel from, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (from.read(bytes) < 0) {
                throw new IOException("the proxy has closed");
            }
        }
        return bytes.flip();
    }

    @Override
    public Optional<Traveller> traveller() {
        return traveller;
    }

    @Override
    public void asked(int run, OutgoingConnection connection) {
        asked.add(connection);
    }

    @Override
    public void cut(int id, String code, String rule) {
        cuts.add(id + " " + code + " " + rule);
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        Files.deleteIfExists(path);
    }
}
