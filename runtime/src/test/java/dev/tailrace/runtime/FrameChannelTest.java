package dev.tailrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FrameChannelTest {
    private static final int ROUNDS = 300;

    @TempDir
    Path folder;

    /** The server may be writing while a worker says why it ends. */
    @Test
    void what_a_peer_said_before_it_left_is_read_although_nobody_takes_what_is_written() throws Exception {
        var address = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            for (int i = 0; i < ROUNDS; i++) {
                try (var peer = SocketChannel.open(address)) {
                    var channel = new FrameChannel(server.accept());
                    peer.write(ByteBuffer.wrap(new byte[] {0, 0, 0, 5, Frame.EXIT, 0, 0, 0, 7}));
                    peer.close();
                    for (int sent = 0; sent < 20; sent++) {
                        channel.send(Frame.of(Frame.PING, sent));
                        Thread.onSpinWait();
                    }
                    assertThat(Optional.ofNullable(channel.read()).map(Frame::id))
                            .as("round " + i)
                            .contains(7);
                    channel.close();
                }
            }
        }
    }
}
