package dev.tailrace.server;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** An entry of the log as one line, whatever its message holds: time in UTC, level, who says it, message, stack. */
final class LogLine extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final int LEVEL_WIDTH = 5;
    private static final int LENGTH = 256;

    /** The last second that was written: lines come many to a second. */
    private record Shown(long second, String text) {}

    private volatile Shown shown = new Shown(Long.MIN_VALUE, "");

    @Override
    public String doLayout(ILoggingEvent entry) {
        var line = new StringBuilder(LENGTH);
        long millis = entry.getTimeStamp();
        line.append(second(Math.floorDiv(millis, 1000L))).append('.');
        long rest = Math.floorMod(millis, 1000L);
        line.append((char) ('0' + rest / 100))
                .append((char) ('0' + rest / 10 % 10))
                .append((char) ('0' + rest % 10))
                .append("Z ");
        String level = entry.getLevel().toString();
        line.append(level).repeat(' ', LEVEL_WIDTH + 1 - level.length());
        String logger = entry.getLoggerName();
        line.append(logger, logger.lastIndexOf('.') + 1, logger.length()).append(' ');
        int start = line.length();
        line.append(entry.getFormattedMessage());
        if (entry.getThrowableProxy() != null) {
            line.append(' ').append(ThrowableProxyUtil.asString(entry.getThrowableProxy()));
        }
        keepOnOneLine(line, start);
        return line.append('\n').toString();
    }

    private String second(long second) {
        Shown last = shown;
        if (last.second() != second) {
            last = new Shown(second, SECOND.format(Instant.ofEpochSecond(second)));
            shown = last;
        }
        return last.text();
    }

    private static void keepOnOneLine(StringBuilder line, int start) {
        for (int i = start; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\n' || c == '\r' || c == '\t') {
                line.setCharAt(i, ' ');
            }
        }
    }
}
