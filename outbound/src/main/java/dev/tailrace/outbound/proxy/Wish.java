package dev.tailrace.outbound.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a worker asks for, and what it is answered. Both are {@code [u16 length][JSON]}, big-endian; after a connection
 * was granted the worker sends one byte more, and from then on the bytes of both sides pass as they are.
 *
 * @param id names the connection within its process
 * @param run the invocation the worker says it is for, 0 when it knows none: nothing may rest on it
 * @param port 0 asks for the addresses of the host only
 * @param family 4 or 6 for addresses of that family only; 0 for any
 */
record Wish(int id, int run, String host, int port, int family) {
    private static final int BYTES_MAX = 2_048;
    private static final int HOST_CHARS_MAX = 255;
    private static final int PORT_MAX = 65_535;
    private static final int ADDRESSES_MAX = 32;
    private static final JsonMapper JSON = JsonMapper.shared();

    /** @throws IOException when what comes is not a wish */
    static Wish read(SocketChannel worker) throws IOException {
        int length = Short.toUnsignedInt(filled(worker, Short.BYTES).getShort());
        if (length > BYTES_MAX) {
            throw new IOException("a wish of " + length + " bytes");
        }
        try {
            JsonNode json = JSON.readTree(filled(worker, length).array());
            var wish = new Wish(
                    json.path("id").asInt(0),
                    json.path("run").asInt(0),
                    json.path("host").asString(""),
                    json.path("port").asInt(0),
                    json.path("family").asInt(0));
            if (wish.host.isEmpty() || wish.host.length() > HOST_CHARS_MAX || wish.port < 0 || wish.port > PORT_MAX) {
                throw new IOException("a wish without a host or with no possible port");
            }
            return wish;
        } catch (JacksonException e) {
            throw new IOException("a wish without the JSON it should hold", e);
        }
    }

    boolean lookup() {
        return port == 0;
    }

    boolean takes(InetAddress address) {
        return family == 0 || (family == 4) == (address.getAddress().length == 4);
    }

    /** Granted: these addresses, of a connection the one it is connected to. */
    static ByteBuffer granted(List<InetAddress> addresses) {
        var json = JSON.createObjectNode();
        var list = json.putArray("addresses");
        addresses.stream().limit(ADDRESSES_MAX).forEach(a -> list.add(a.getHostAddress()));
        return framed(json.toString());
    }

    /** Not granted. */
    static ByteBuffer refused(Refusal refusal) {
        return framed(JSON.createObjectNode()
                .put("code", refusal.code())
                .put("rule", refusal.rule())
                .put("address", refusal.address())
                .toString());
    }

    /** Waits for the byte after which bytes pass. */
    static void awaitGo(SocketChannel worker) throws IOException {
        filled(worker, 1);
    }

    private static ByteBuffer framed(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Short.BYTES + bytes.length)
                .putShort((short) bytes.length)
                .put(bytes)
                .flip();
    }

    private static ByteBuffer filled(SocketChannel from, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (from.read(bytes) < 0) {
                throw new EOFException("the worker is gone");
            }
        }
        return bytes.flip();
    }
}
