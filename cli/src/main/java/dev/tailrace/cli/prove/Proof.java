package dev.tailrace.cli.prove;

import java.util.ArrayList;
import java.util.List;

/**
 * What a run showed, both streams together.
 *
 * @param delivered answered with success at least once
 * @param listed not delivered, and listed as failed: no loss
 * @param lost accepted, and neither delivered nor listed
 * @param outOfOrder first arrivals that came after a later one of their subject
 * @param twice events that were taken more than once
 * @param again requests that were not the first of their event
 */
public record Proof(
        int accepted,
        int delivered,
        int listed,
        List<String> lost,
        List<String> outOfOrder,
        List<String> twice,
        int again,
        List<Kill> kills) {

    /** What was under way when a process was killed. */
    public record Kill(String what, int requests, int attempts) {
        /** A kill that hit nothing shows nothing. */
        public boolean counts() {
            return requests > 0 && attempts > 0;
        }
    }

    /** Whether nothing was lost or out of order, and at least one kill hit something. */
    public boolean holds() {
        return lost.isEmpty() && outOfOrder.isEmpty() && kills.stream().anyMatch(Kill::counts);
    }

    public List<String> lines() {
        long counted = kills.stream().filter(Kill::counts).count();
        var lines = new ArrayList<String>();
        kills.forEach(kill ->
                lines.add("kill -9 of " + kill.what() + ": " + kill.requests() + " requests and " + kill.attempts()
                        + " attempts in flight" + (kill.counts() ? "" : "  (does not count: nothing to hit)")));
        lines.add("kills that count   " + counted + " of " + kills.size());
        lines.add("accepted           " + accepted);
        lines.add("delivered          " + delivered + " (two streams, each event to both)");
        lines.add("listed as failed   " + listed);
        lines.add("lost               " + lost.size() + some(lost));
        lines.add("out of order       " + outOfOrder.size() + " (per subject, by first arrival)" + some(outOfOrder));
        lines.add("duplicates         " + twice.size() + some(twice));
        lines.add("sent again         " + again + " requests: retries, and repetitions after kills");
        return lines;
    }

    private static String some(List<String> ids) {
        return ids.isEmpty() ? "" : ": " + String.join(", ", ids.subList(0, Math.min(5, ids.size())));
    }
}
