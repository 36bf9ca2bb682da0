package dev.tailrace.e2e.clients;

import dev.tailrace.e2e.tidy.Checkout;
import java.util.ArrayList;
import java.util.List;

/**
 * One endpoint of the contract or of ours.
 *
 * @param group under which heading it stands
 * @param path with parameters in braces
 * @param note what is not as in the contract; empty when nothing is
 */
record Endpoint(String group, String method, String path, String note) {
    /** All there are, from the list in the resources. */
    static List<Endpoint> all() {
        List<Endpoint> all = new ArrayList<>();
        String group = "";
        String list = Checkout.read(Checkout.ROOT.resolve("e2e/src/test/resources/clients/endpoints.txt"));
        for (String line : list.lines().toList()) {
            if (line.startsWith("[")) {
                group = line.substring(1, line.length() - 1);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] halves = line.split("\\|", 2);
                String[] words = halves[0].strip().split(" ", 2);
                all.add(new Endpoint(group, words[0], words[1], halves.length == 2 ? halves[1].strip() : ""));
            }
        }
        return all;
    }

    /** Whether a request with this method and path comes here: as many segments, and the words the same. */
    boolean answers(String sentMethod, String sentPath) {
        String[] mine = path.split("/", -1);
        String[] theirs = sentPath.split("/", -1);
        if (!sentMethod.equals(method) || mine.length != theirs.length) {
            return false;
        }
        for (int i = 0; i < mine.length; i++) {
            if (!mine[i].startsWith("{") && !mine[i].equals(theirs[i])) {
                return false;
            }
        }
        return true;
    }
}
