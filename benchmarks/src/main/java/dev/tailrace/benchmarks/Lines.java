package dev.tailrace.benchmarks;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What the bench says: one JSON object per line, first its {@code kind}. */
final class Lines {
    private static final JsonMapper JSON = new JsonMapper();
    private final PrintStream out;

    Lines(PrintStream out) {
        this.out = out;
    }

    void print(String kind, Map<String, ?> fields) {
        var line = new LinkedHashMap<String, Object>();
        line.put("kind", kind);
        line.putAll(fields);
        out.println(JSON.writeValueAsString(line));
        out.flush();
    }

    /** Fields in the order given: name, value, name, value … */
    static Map<String, Object> fields(Object... namesAndValues) {
        var fields = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        return fields;
    }
}
