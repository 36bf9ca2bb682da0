package dev.tailrace.engine.delivery;

/** Counts what one write settles, in the order in which it does. Not shared. */
public final class Tally {
    private int delivered;
    private int failed;
    private int failing;

    public void delivered(int more) {
        if (more > 0) {
            delivered += more;
            failing = 0;
        }
    }

    /** Takes note of a state that was written. */
    public void settled(Delivery.State state) {
        switch (state) {
            case Delivery.State.Delivered _ -> delivered(1);
            case Delivery.State.Failed _ -> {
                failed++;
                failing++;
            }
            case Delivery.State.Pending _ -> {}
        }
    }

    public int delivered() {
        return delivered;
    }

    public int failed() {
        return failed;
    }

    public boolean isEmpty() {
        return delivered == 0 && failed == 0;
    }

    /** How many have failed since one was delivered, where it were so many before. */
    public int consecutive(int before) {
        return delivered > 0 ? failing : before + failing;
    }
}
