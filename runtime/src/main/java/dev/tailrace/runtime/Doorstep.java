package dev.tailrace.runtime;

import dev.tailrace.runtime.npm.RegistryDoor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * The Unix socket by which a build in a box, which has no network, reaches its {@link RegistryDoor} and nothing else.
 *
 * <pre>
 * npm → port of the door, inside the box → door.js → this socket → the door's port
 * </pre>
 */
final class Doorstep implements AutoCloseable {
    private static final int WAITING_MAX = 64;
    private static final int CONNECTIONS_MAX = 64;
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Path path;
    private final int port;
    private final ServerSocketChannel socket;
    private final Semaphore free = new Semaphore(CONNECTIONS_MAX);
    private final Set<SocketChannel> passing = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private Doorstep(Path path, int port, ServerSocketChannel socket) {
        this.path = path;
        this.port = port;
        this.socket = socket;
    }

    /** @param uid who may connect; ourselves where it is empty */
    static Doorstep open(Path path, OptionalInt uid, RegistryDoor door) throws IOException {
        var step = new Doorstep(path, door.port(), Doorway.bound(path, uid, WAITING_MAX));
        step.threads.execute(step::accept);
        return step;
    }

    Path path() {
        return path;
    }

    /** JavaScript that npm's Node runs first: the door's port is there, too, inside the box. */
    String script() {
        return """
            'use strict';
            const net = require('node:net');
            net.createServer((from) => {
              const to = net.connect('%s');
              from.on('error', () => to.destroy());
              to.on('error', () => from.destroy());
              from.pipe(to).pipe(from);
              from.unref();
              to.unref();
            }).listen(%d, '%s').unref();
            """.formatted(path, port, InetAddress.getLoopbackAddress().getHostAddress());
    }

    @Override
    public void close() {
        quietly(socket);
        passing.forEach(Doorstep::quietly);
        threads.shutdownNow();
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // It goes with its folder.
        }
    }

    private void accept() {
        try {
            while (true) {
                free.acquire();
                SocketChannel from = socket.accept();
                passing.add(from);
                threads.execute(() -> pass(from));
            }
        } catch (IOException e) {
            // Closed: the build is over.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(SocketChannel from) {
        try (from;
                var to = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            var back = threads.submit(() -> copy(to, from));
            copy(from, to);
            back.get();
        } catch (IOException | ExecutionException e) {
            // One of the two has gone; so goes the other, and npm says what it misses.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            passing.remove(from);
            free.release();
        }
    }

    private static boolean copy(SocketChannel from, SocketChannel to) throws IOException {
        var chunk = ByteBuffer.allocate(CHUNK_BYTES);
        while (from.read(chunk) >= 0) {
            chunk.flip();
            while (chunk.hasRemaining()) {
                to.write(chunk);
            }
            chunk.clear();
        }
        to.shutdownOutput();
        return true;
    }

    private static void quietly(AutoCloseable channel) {
        try {
            channel.close();
        } catch (Exception e) {
            // Closed is closed.
        }
    }
}
