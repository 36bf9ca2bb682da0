package dev.tailrace.cli.dev;

import dev.tailrace.cli.terminal.Printer;
import dev.tailrace.cli.terminal.Style.Mark;
import dev.tailrace.cli.terminal.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One readable stream of what several threads see: a line each, never torn. With {@code --json} their JSON. */
final class Screen {
    private static final Pattern PLACE = Pattern.compile("action\\.js:(\\d+)");
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int WIDTH = 96;
    private final Printer print;

    Screen(Printer print) {
        this.print = print;
    }

    synchronized void live(Deployment.Live live) {
        ObjectNode object = JsonNodeFactory.instance.objectNode().put("live", live.name());
        object.put("what", live.what())
                .put("version", live.version())
                .put("took_ms", live.took().toMillis());
        String version = live.version() == 0 ? "" : " v" + live.version();
        print.each(
                object,
                () -> print.line("%s live       %-50s %s"
                        .formatted(mark(Mark.GOOD), live.what() + " " + live.name() + version, millis(live.took()))));
    }

    synchronized void problem(String message) {
        print.each(
                JsonNodeFactory.instance.objectNode().put("problem", message),
                () -> message.lines().forEach(line -> print.line(mark(Mark.BAD) + " " + Table.plain(line))));
    }

    synchronized void event(JsonNode event) {
        print.each(event, () -> {
            JsonNode object = event.path("data").path("object");
            String who = object.path("email")
                    .asString(object.path("user_id").asString(object.path("id").asString("")));
            line(
                    event.path("time").asString(""),
                    arrow(),
                    "%-28s %s  %s".formatted(text(event, "type"), text(event, "id"), Table.plain(who)));
        });
    }

    /** @param result of an execution, as the API tells it */
    synchronized void run(JsonNode result, Deployment deployment) {
        print.each(result, () -> {
            for (JsonNode said : result.path("console")) {
                line(
                        said.path("date").asString(""),
                        bar(),
                        "%-5s %s".formatted(text(said, "level"), text(said, "text")));
            }
            for (JsonNode call : result.path("outgoing_calls")) {
                if (!call.path("verdict").asString("").startsWith("allow")) {
                    line(
                            "",
                            bar(),
                            "call  " + text(call, "host") + ":"
                                    + call.path("port").asInt(0) + " " + text(call, "verdict"));
                }
            }
            ended(result, deployment);
        });
    }

    /** @param delivery that the server has given up */
    synchronized void gaveUp(String stream, JsonNode delivery) {
        print.each(
                delivery,
                () -> line(
                        "",
                        mark(Mark.BAD),
                        "given up    %s  %s after %d attempts   r redelivers it"
                                .formatted(
                                        stream,
                                        text(delivery, "id"),
                                        delivery.path("attempts").size())));
    }

    synchronized void said(String line) {
        print.each(JsonNodeFactory.instance.objectNode().put("said", line), () -> print.line(line));
    }

    /** What one would type now. */
    synchronized void next(String what) {
        print.next(what);
    }

    private void ended(JsonNode result, Deployment deployment) {
        String at = result.path("ended_at").asString("");
        String which = "attempt " + result.path("attempt").asInt(1) + "   " + took(result);
        JsonNode error = result.path("error");
        if (error.isMissingNode()) {
            line(at, mark(Mark.GOOD), "delivered   %s  %s".formatted(text(result, "event_id"), which));
            return;
        }
        line(at, mark(Mark.BAD), "failed      %s  %s".formatted(text(result, "event_id"), which));
        line("", bar(), text(error, "id") + ": " + text(error, "msg"));
        Matcher place = PLACE.matcher(error.path("stack").asString(""));
        if (place.find()) {
            String code = deployment.line(
                    result.path("action_id").asString(""),
                    result.path("version").asInt(0),
                    Integer.parseInt(place.group(1)));
            line("", bar(), place.group() + "   " + Table.plain(code));
        }
    }

    private void line(String time, String sign, String text) {
        print.line("%-12s %s  %s".formatted(clock(time), sign, print.style().cut(text, WIDTH)));
    }

    private String arrow() {
        return print.style().unicode() ? "→" : ">";
    }

    private String bar() {
        return print.style().unicode() ? "│" : "|";
    }

    private String mark(Mark mark) {
        return print.style().mark(mark);
    }

    private static String took(JsonNode result) {
        try {
            return millis(Duration.between(
                    Instant.parse(result.path("started_at").asString("")),
                    Instant.parse(result.path("ended_at").asString(""))));
        } catch (DateTimeParseException _) {
            return "";
        }
    }

    private static String millis(Duration took) {
        return took.toMillis() + " ms";
    }

    private static String clock(String time) {
        try {
            return time.isEmpty() ? "" : CLOCK.format(Instant.parse(time));
        } catch (DateTimeParseException _) {
            return time;
        }
    }

    private static String text(JsonNode object, String field) {
        return Table.plain(object.path(field).asString(""));
    }
}
