package dev.tailrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FrameTest {
    @Test
    void is_read_as_it_was_written_and_only_when_it_is_whole() throws Exception {
        Frame frame = Frame.of(Frame.LOG, 7, "grüß");
        var bytes = ByteBuffer.allocate(100);
        frame.writeHeader(bytes);
        bytes.put(frame.payload()).flip();
        for (int some = 0; some < bytes.limit(); some++) {
            var part = bytes.duplicate().limit(some);
            assertThat(Frame.next(part)).isNull();
            assertThat(part.position()).isZero();
        }
        Frame read = Objects.requireNonNull(Frame.next(bytes));
        assertThat(read.type()).isEqualTo(Frame.LOG);
        assertThat(read.id()).isEqualTo(7);
        assertThat(read.text()).isEqualTo("grüß");
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void is_refused_by_its_length_before_anything_is_allocated() {
        for (int length : new int[] {-1, 0, 4, Frame.BYTES_MAX + 1, Integer.MAX_VALUE}) {
            var bytes = ByteBuffer.allocate(Frame.HEADER_BYTES).putInt(0, length);
            assertThatThrownBy(() -> Frame.next(bytes)).isInstanceOf(Frame.MalformedFrame.class);
        }
    }
}
