package dev.tailrace.runtime.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes the system call filter: a classic BPF program as {@code seccomp(2)} takes it. Everything is allowed but what
 * {@link Syscall} lists, and:
 *
 * <ul>
 *   <li>a new process (threads are allowed): with {@code EPERM}; {@code clone3}, whose flags a filter cannot read, with
 *       {@code ENOSYS}, at which libc takes {@code clone};
 *   <li>sockets other than Unix, IPv4, IPv6 and route queries: vsock, for one, leads out of a network namespace;
 *   <li>ioctls that type into a terminal;
 *   <li>calls newer than this list, with {@code ENOSYS}, as a kernel that does not have them;
 *   <li>calls of another processor's numbering, at which the process is ended.
 * </ul>
 */
final class Seccomp {
    static final int NEWEST_KNOWN = 450;

    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int ARGUMENT_0 = 16;
    private static final int ARGUMENT_1 = 24;
    private static final int ARGUMENT_2 = 32;

    private static final int ALLOW = 0x7fff0000;
    private static final int KILL = 0x80000000;
    private static final int ERRNO = 0x00050000;
    private static final int EPERM = ERRNO | 1;
    private static final int ENOSYS = ERRNO | 38;
    private static final int EAFNOSUPPORT = ERRNO | 97;

    private static final int LOAD_WORD = 0x20;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_GREATER = 0x25;
    private static final int JUMP_IF_ANY_BIT = 0x45;
    private static final int RETURN = 0x06;

    private static final int CLONE_THREAD = 0x00010000;
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int AF_NETLINK = 16;
    private static final int NETLINK_ROUTE = 0;
    private static final int TIOCSTI = 0x5412;
    private static final int TIOCLINUX = 0x541C;

    private final ByteArrayOutputStream program = new ByteArrayOutputStream();

    private Seccomp() {}

    static byte[] filter(Machine machine) {
        var filter = new Seccomp();
        filter.write(machine);
        return filter.program.toByteArray();
    }

    private void write(Machine machine) {
        load(ARCHITECTURE);
        jump(JUMP_IF_EQUAL, machine.audit(), 1, 0);
        end(KILL);
        load(NUMBER);
        jump(JUMP_IF_GREATER, NEWEST_KNOWN, 0, 1);
        end(ENOSYS);
        Syscall.numbers(machine).forEach(number -> refuse(number, EPERM));
        refuse(Machine.CLONE3, ENOSYS);

        jump(JUMP_IF_EQUAL, machine.cloning(), 0, 4);
        load(ARGUMENT_0);
        jump(JUMP_IF_ANY_BIT, CLONE_THREAD, 1, 0);
        end(EPERM);
        end(ALLOW);

        jump(JUMP_IF_EQUAL, machine.socket(), 0, 9);
        load(ARGUMENT_0);
        jump(JUMP_IF_EQUAL, AF_UNIX, 6, 0);
        jump(JUMP_IF_EQUAL, AF_INET, 5, 0);
        jump(JUMP_IF_EQUAL, AF_INET6, 4, 0);
        jump(JUMP_IF_EQUAL, AF_NETLINK, 0, 2);
        load(ARGUMENT_2);
        jump(JUMP_IF_EQUAL, NETLINK_ROUTE, 1, 0);
        end(EAFNOSUPPORT);
        end(ALLOW);

        jump(JUMP_IF_EQUAL, machine.ioctl(), 0, 5);
        load(ARGUMENT_1);
        refuse(TIOCSTI, EPERM);
        refuse(TIOCLINUX, EPERM);
        end(ALLOW);
    }

    private void load(int offset) {
        instruction(LOAD_WORD, 0, 0, offset);
    }

    private void refuse(int value, int answer) {
        jump(JUMP_IF_EQUAL, value, 0, 1);
        end(answer);
    }

    /** @param then how many instructions are passed over when it holds */
    private void jump(int how, int value, int then, int otherwise) {
        instruction(how, then, otherwise, value);
    }

    private void end(int answer) {
        instruction(RETURN, 0, 0, answer);
    }

    /** In the order of {@code struct sock_filter}; both machines are little-endian. */
    private void instruction(int code, int then, int otherwise, int value) {
        program.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) code)
                .put((byte) then)
                .put((byte) otherwise)
                .putInt(value)
                .array());
    }
}
