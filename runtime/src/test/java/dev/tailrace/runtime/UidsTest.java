package dev.tailrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UidsTest {
    @Test
    void gives_each_id_once_until_it_comes_back_and_that_one_last() {
        var uids = new Uids(UidRange.parse("1000-1002"));
        assertThat(uids.take()).hasValue(1000);
        assertThat(uids.take()).hasValue(1001);
        uids.giveBack(1000);
        assertThat(uids.take()).hasValue(1002);
        assertThat(uids.take()).hasValue(1000);
        assertThat(uids.take()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0-5", "65000-65534", "65535-70000", "9-3", "5", "-1-5", "a-b", ""})
    void a_range_never_holds_root_nor_nobody(String text) {
        assertThatThrownBy(() -> UidRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
