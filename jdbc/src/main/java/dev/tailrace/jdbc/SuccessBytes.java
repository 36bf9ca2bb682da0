package dev.tailrace.jdbc;

import dev.tailrace.engine.delivery.Success;
import dev.tailrace.engine.destination.Outcome.Detail;
import dev.tailrace.engine.event.EventId;
import dev.tailrace.engine.event.EventType;
import dev.tailrace.engine.log.Offset;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The successes of one commit as bytes, about 70 for each: a version, texts that repeat, then the records with offsets and
 * times as differences to the one before. Numbers take seven bits a byte. Not shared.
 */
final class SuccessBytes {
    private static final int VERSION = 1;
    private static final int MORE = 0x80;
    private static final int SEVEN = 7;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
    private final Map<String, Integer> texts = new LinkedHashMap<>();

    private SuccessBytes() {}

    static byte[] write(List<Success> successes) {
        var records = new SuccessBytes();
        var before = new Before();
        for (Success success : successes) {
            records.record(success, before);
        }
        var all = new SuccessBytes();
        all.number(VERSION);
        all.number(records.texts.size());
        records.texts.keySet().forEach(all::text);
        all.number(successes.size());
        all.out.writeBytes(records.out.toByteArray());
        return all.out.toByteArray();
    }

    static List<Success> read(byte[] bytes) {
        var in = new Reader(ByteBuffer.wrap(bytes));
        if (in.number() != VERSION) {
            throw new IllegalStateException("records of successes are of a version that is not known");
        }
        var texts = new ArrayList<String>();
        for (long left = in.number(); left > 0; left--) {
            texts.add(in.text());
        }
        var list = new ArrayList<Success>();
        var before = new Before();
        for (long left = in.number(); left > 0; left--) {
            list.add(in.record(texts, before));
        }
        return list;
    }

    /** What the next record is told apart from. */
    private static final class Before {
        private long offset;
        private long at;
    }

    private void record(Success success, Before before) {
        long at = Nanos.of(success.at());
        Detail detail = success.detail();
        signed(success.offset().value() - before.offset);
        signed(at - before.at);
        signed(Nanos.of(success.time()) - at);
        number(success.took().toNanos());
        number(known(success.type().value()));
        number(known(detail.isolation()));
        number(detail.actionVersion().map(version -> version + 1).orElse(0));
        number(detail.answered().map(status -> status + 1).orElse(0));
        text(success.event().map(EventId::value).orElse(""));
        text(detail.execution().orElse(""));
        before.offset = success.offset().value();
        before.at = at;
    }

    private int known(String text) {
        return texts.computeIfAbsent(text, _ -> texts.size());
    }

    private void signed(long value) {
        number((value << 1) ^ (value >> (Long.SIZE - 1)));
    }

    private void number(long value) {
        long left = value;
        while ((left & -MORE) != 0) {
            out.write((int) (left & (MORE - 1)) | MORE);
            left >>>= SEVEN;
        }
        out.write((int) left);
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        out.writeBytes(bytes);
    }

    private record Reader(ByteBuffer bytes) {
        Success record(List<String> texts, Before before) {
            before.offset += signed();
            before.at += signed();
            long time = before.at + signed();
            var took = Duration.ofNanos(number());
            String type = texts.get((int) number());
            String isolation = texts.get((int) number());
            int version = (int) number();
            int answered = (int) number();
            String event = text();
            String execution = text();
            return new Success(
                    new Offset(before.offset),
                    event.isEmpty() ? Optional.empty() : Optional.of(new EventId(event)),
                    EventType.of(type),
                    Nanos.instant(time),
                    Nanos.instant(before.at),
                    took,
                    new Detail(
                            version == 0 ? Optional.empty() : Optional.of(version - 1),
                            execution.isEmpty() ? Optional.empty() : Optional.of(execution),
                            answered == 0 ? Optional.empty() : Optional.of(answered - 1),
                            "",
                            isolation));
        }

        long signed() {
            long value = number();
            return (value >>> 1) ^ -(value & 1);
        }

        long number() {
            long value = 0;
            int shift = 0;
            byte next;
            do {
                next = bytes.get();
                value |= (long) (next & (MORE - 1)) << shift;
                shift += SEVEN;
            } while ((next & MORE) != 0);
            return value;
        }

        String text() {
            byte[] text = new byte[(int) number()];
            bytes.get(text);
            return new String(text, StandardCharsets.UTF_8);
        }
    }
}
