package dev.tailrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void judges_from_the_third_repetition_on() {
        assertThat(Figures.judged(List.of(1.0, 2.0, 30.0, 10.0, 20.0))).isEqualTo(20);
        assertThat(Figures.judged(List.of(1.0, 2.0, 30.0, 10.0))).isEqualTo(20);
        assertThat(Figures.judged(List.of(1.0, 2.0, 30.0))).isEqualTo(30);
        assertThat(Figures.judged(List.of(1.0, 2.0))).isEqualTo(1.5);
    }

    @Test
    void takes_percentiles_by_nearest_rank() {
        long[] hundred = LongStream.rangeClosed(1, 100).map(i -> 101 - i).toArray();

        assertThat(Figures.percentile(hundred, 0.5)).isEqualTo(50);
        assertThat(Figures.percentile(hundred, 0.99)).isEqualTo(99);
        assertThat(Figures.percentile(hundred, 1)).isEqualTo(100);
        assertThat(Figures.percentile(new long[] {7}, 0.5)).isEqualTo(7);
        assertThat(Figures.percentile(new long[0], 0.5)).isZero();
    }

    @Test
    void finds_the_end_of_an_answer_only_when_all_of_it_is_there() {
        byte[] answer = "HTTP/1.1 202 Accepted\r\ncontent-LENGTH: 3\r\n\r\nabc".getBytes(StandardCharsets.US_ASCII);

        assertThat(MessageParser.length(answer, answer.length)).isEqualTo(answer.length);
        assertThat(MessageParser.length(answer, answer.length - 1)).isNegative();
        assertThat(MessageParser.length(answer, 10)).isNegative();
        assertThat(MessageParser.status(answer)).isEqualTo(202);
    }

    @Test
    void refuses_an_answer_whose_end_it_cannot_tell() {
        byte[] chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

        assertThatIllegalArgumentException().isThrownBy(() -> MessageParser.length(chunked, chunked.length));
    }
}
