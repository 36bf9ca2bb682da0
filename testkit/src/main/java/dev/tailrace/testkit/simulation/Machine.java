package dev.tailrace.testkit.simulation;

import dev.tailrace.engine.dispatch.Lane;
import dev.tailrace.engine.dispatch.LaneBounds;
import dev.tailrace.engine.dispatch.Signal;
import dev.tailrace.engine.dispatch.Step;
import dev.tailrace.engine.stream.EventStream;
import java.util.List;

/** What the simulation drives: the lane, or in a test of the simulation a lane with something wrong about it. */
public interface Machine {
    List<Step> on(Signal signal);

    int room();

    /** Makes the machine of a stream. */
    interface Maker {
        Machine make(EventStream stream, String owner, LaneBounds bounds);
    }

    /** The production class. */
    static Machine lane(EventStream stream, String owner, LaneBounds bounds) {
        var lane = new Lane(stream, owner, bounds);
        return new Machine() {
            @Override
            public List<Step> on(Signal signal) {
                return lane.on(signal);
            }

            @Override
            public int room() {
                return lane.room();
            }
        };
    }
}
