package dev.tailrace.outbound.proxy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Unix socket at which one worker process, and only it, asks for connections. */
public final class EgressDoor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EgressDoor.class);
    /** Sockets that wait, besides the connections that are open. */
    private static final int WAITING_MAX = 1_024;

    private final EgressProxy proxy;
    private final ServerSocketChannel socket;
    private final Doorkeeper keeper;
    private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    EgressDoor(EgressProxy proxy, ServerSocketChannel socket, Doorkeeper keeper) {
        this.proxy = proxy;
        this.socket = socket;
        this.keeper = keeper;
    }

    void open() {
        Thread.ofVirtual().name("egress-door").start(this::accept);
    }

    void tick(long now) {
        passages.forEach(p -> p.tick(now));
    }

    /** With all that passes. */
    @Override
    public void close() {
        closed = true;
        Quietly.close(socket);
        passages.forEach(Passage::close);
        proxy.closed(this);
    }

    private void accept() {
        try {
            while (!closed) {
                SocketChannel worker = socket.accept();
                if (passages.size() < proxy.limits().connections() + WAITING_MAX) {
                    begin(new Passage(proxy, keeper, worker));
                } else {
                    Passage.turnAway(worker);
                }
            }
        } catch (ClosedChannelException _) {
            // That is how it ends.
        } catch (IOException e) {
            log.warn("a worker's way out is closed, as no more connections can be taken: {}", e.toString());
            close();
        }
    }

    private void begin(Passage passage) {
        passages.add(passage);
        Thread.ofVirtual().name("egress").start(() -> {
            try {
                passage.live();
            } finally {
                passages.remove(passage);
            }
        });
        if (closed) {
            passage.close();
        }
    }
}
