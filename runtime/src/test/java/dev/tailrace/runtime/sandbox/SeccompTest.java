package dev.tailrace.runtime.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs the filter as the kernel does: a small machine for classic BPF over {@code struct seccomp_data}. */
class SeccompTest {
    private static final int ALLOW = 0x7fff0000;
    private static final int KILL = 0x80000000;
    private static final int EPERM = 0x00050001;
    private static final int ENOSYS = 0x00050026;
    private static final int EAFNOSUPPORT = 0x00050061;

    @ParameterizedTest
    @EnumSource
    void every_listed_call_is_refused_and_the_others_pass(Machine machine) {
        var refused = Syscall.numbers(machine);
        for (int number = 0; number <= Seccomp.NEWEST_KNOWN; number++) {
            if (List.of(machine.cloning(), machine.socket(), machine.ioctl(), Machine.CLONE3)
                    .contains(number)) {
                continue;
            }
            assertThat(answer(machine, number))
                    .as("call " + number)
                    .isEqualTo(refused.contains(number) ? EPERM : ALLOW);
        }
        assertThat(answer(machine, Machine.CLONE3)).isEqualTo(ENOSYS);
        assertThat(answer(machine, Seccomp.NEWEST_KNOWN + 1)).isEqualTo(ENOSYS);
        assertThat(answer(machine, 0x40000000)).as("the x32 numbering").isEqualTo(ENOSYS);
    }

    @ParameterizedTest
    @EnumSource
    void threads_pass_and_processes_do_not(Machine machine) {
        int threads = 0x003d0f00; // as libc asks for one
        int process = 0x01200011;
        int namespace = 0x10000011;
        assertThat(answer(machine, machine.cloning(), threads)).isEqualTo(ALLOW);
        assertThat(answer(machine, machine.cloning(), process)).isEqualTo(EPERM);
        assertThat(answer(machine, machine.cloning(), namespace)).isEqualTo(EPERM);
    }

    @ParameterizedTest
    @EnumSource
    void only_sockets_that_stay_in_the_namespace_are_made(Machine machine) {
        for (int family = 0; family < 46; family++) {
            int expected = List.of(1, 2, 10, 16).contains(family) ? ALLOW : EAFNOSUPPORT;
            assertThat(answer(machine, machine.socket(), family, 1, 0))
                    .as("family " + family)
                    .isEqualTo(expected);
        }
        assertThat(answer(machine, machine.socket(), 16, 3, 12)).as("netfilter").isEqualTo(EAFNOSUPPORT);
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_typed_into_a_terminal(Machine machine) {
        assertThat(answer(machine, machine.ioctl(), 0, 0x5412)).isEqualTo(EPERM);
        assertThat(answer(machine, machine.ioctl(), 0, 0x541C)).isEqualTo(EPERM);
        assertThat(answer(machine, machine.ioctl(), 0, 0x5421)).isEqualTo(ALLOW);
    }

    @Test
    void the_numbering_of_another_machine_ends_the_process() {
        int i386 = 0x40000003;
        assertThat(run(Seccomp.filter(Machine.X86_64), data(i386, 1, new int[0])))
                .isEqualTo(KILL);
    }

    private static int answer(Machine machine, int number, int... arguments) {
        return run(Seccomp.filter(machine), data(machine.audit(), number, arguments));
    }

    private static ByteBuffer data(int audit, int number, int[] arguments) {
        var data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(number).putInt(audit).putLong(0);
        for (int argument : arguments) {
            data.putLong(argument);
        }
        return data;
    }

    private static int run(byte[] filter, ByteBuffer data) {
        var program = ByteBuffer.wrap(filter).order(ByteOrder.LITTLE_ENDIAN);
        int held = 0;
        for (int at = 0; ; at++) {
            int code = program.getShort(at * 8);
            int then = Byte.toUnsignedInt(program.get(at * 8 + 2));
            int otherwise = Byte.toUnsignedInt(program.get(at * 8 + 3));
            int value = program.getInt(at * 8 + 4);
            switch (code) {
                case 0x20 -> held = data.getInt(value);
                case 0x15 -> at += held == value ? then : otherwise;
                case 0x25 -> at += Integer.compareUnsigned(held, value) > 0 ? then : otherwise;
                case 0x45 -> at += (held & value) != 0 ? then : otherwise;
                case 0x06 -> {
                    return value;
                }
                default -> throw new IllegalStateException("no such instruction: " + code);
            }
        }
    }
}
