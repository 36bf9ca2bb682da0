package dev.tailrace.runtime;

import dev.tailrace.outbound.proxy.Doorkeeper;
import dev.tailrace.outbound.proxy.EgressDoor;
import dev.tailrace.outbound.proxy.EgressProxy;
import dev.tailrace.outbound.proxy.OutgoingConnection;
import dev.tailrace.outbound.proxy.Traveller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Where one worker process asks for connections: a socket of its own, by which the server knows the action. Open as long
 * as the process lives.
 */
final class WayOut implements Doorkeeper {
    private static final int WAITING_MAX = 1_024;

    private final Path path;
    private final InFlight inFlight;
    private volatile Optional<Traveller> traveller = Optional.empty();
    private volatile @Nullable EgressDoor door;
    private volatile @Nullable FrameChannel worker;

    private WayOut(Path path, InFlight inFlight) {
        this.path = path;
        this.inFlight = inFlight;
    }

    /** @param uid who may connect; ourselves where it is empty */
    static WayOut open(EgressProxy proxy, Path path, OptionalInt uid, InFlight inFlight) throws IOException {
        var out = new WayOut(path, inFlight);
        out.door = proxy.open(Doorway.bound(path, uid, WAITING_MAX), out);
        return out;
    }

    Path path() {
        return path;
    }

    /** From now on the worker can be told what was cut off. */
    void tells(FrameChannel to) {
        worker = to;
    }

    /** As whom the process goes out, once it holds code; before that it does not. */
    void travelsAs(Traveller whom) {
        traveller = Optional.of(whom);
    }

    void close() {
        EgressDoor open = door;
        if (open != null) {
            open.close();
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // It goes with its folder.
        }
    }

    @Override
    public Optional<Traveller> traveller() {
        return traveller;
    }

    @Override
    public void asked(int run, OutgoingConnection connection) {
        Invocation asking = inFlight.find(run);
        if (asking != null) {
            asking.asked(connection);
        }
    }

    @Override
    public void cut(int id, String code, String rule) {
        FrameChannel to = worker;
        if (to != null) {
            to.send(Frame.of(Frame.CUT, id, WorkerJson.cut(code, rule)));
        }
    }
}
