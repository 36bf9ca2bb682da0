package dev.tailrace.runtime.sandbox;

import java.util.List;

/**
 * System calls that no action needs, with their numbers on x86_64 and aarch64 (Linux {@code unistd.h}); those that are
 * looked at more closely stand in {@link Seccomp}.
 */
enum Syscall {
    // Other processes.
    PTRACE(101, 117),
    PROCESS_VM_READV(310, 270),
    PROCESS_VM_WRITEV(311, 271),
    PROCESS_MADVISE(440, 440),
    PROCESS_MRELEASE(448, 448),
    KCMP(312, 272),
    PIDFD_GETFD(438, 438),
    PERF_EVENT_OPEN(298, 241),
    FORK(57, Syscall.NONE),
    VFORK(58, Syscall.NONE),
    EXECVEAT(322, 281),
    // Namespaces and mounts.
    UNSHARE(272, 97),
    SETNS(308, 268),
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    PIVOT_ROOT(155, 41),
    CHROOT(161, 51),
    MOVE_MOUNT(429, 429),
    OPEN_TREE(428, 428),
    FSOPEN(430, 430),
    FSCONFIG(431, 431),
    FSMOUNT(432, 432),
    FSPICK(433, 433),
    MOUNT_SETATTR(442, 442),
    NAME_TO_HANDLE_AT(303, 264),
    OPEN_BY_HANDLE_AT(304, 265),
    FANOTIFY_INIT(300, 262),
    // Wide doors into the kernel.
    BPF(321, 280),
    USERFAULTFD(323, 282),
    KEYCTL(250, 219),
    ADD_KEY(248, 217),
    REQUEST_KEY(249, 218),
    IO_URING_SETUP(425, 425),
    IO_URING_ENTER(426, 426),
    IO_URING_REGISTER(427, 427),
    IO_SETUP(206, 0),
    VMSPLICE(278, 75),
    MEMFD_SECRET(447, 447),
    REMAP_FILE_PAGES(216, 234),
    PERSONALITY(135, 92),
    LOOKUP_DCOOKIE(212, 18),
    NFSSERVCTL(180, 42),
    MODIFY_LDT(154, Syscall.NONE),
    IOPL(172, Syscall.NONE),
    IOPERM(173, Syscall.NONE),
    USELIB(134, Syscall.NONE),
    USTAT(136, Syscall.NONE),
    SYSFS(139, Syscall.NONE),
    SYSCTL(156, Syscall.NONE),
    // Memory of other nodes and processes.
    MBIND(237, 235),
    SET_MEMPOLICY(238, 237),
    SET_MEMPOLICY_HOME_NODE(450, 450),
    MIGRATE_PAGES(256, 238),
    MOVE_PAGES(279, 239),
    // The machine itself.
    KEXEC_LOAD(246, 104),
    KEXEC_FILE_LOAD(320, 294),
    INIT_MODULE(175, 105),
    FINIT_MODULE(313, 273),
    DELETE_MODULE(176, 106),
    REBOOT(169, 142),
    SWAPON(167, 224),
    SWAPOFF(168, 225),
    ACCT(163, 89),
    QUOTACTL(179, 60),
    QUOTACTL_FD(443, 443),
    SYSLOG(103, 116),
    VHANGUP(153, 58),
    SETHOSTNAME(170, 161),
    SETDOMAINNAME(171, 162),
    SETTIMEOFDAY(164, 170),
    CLOCK_SETTIME(227, 112),
    CLOCK_ADJTIME(305, 266),
    ADJTIMEX(159, 171);

    private static final int NONE = -1;

    private final int x86;
    private final int arm;

    Syscall(int x86, int arm) {
        this.x86 = x86;
        this.arm = arm;
    }

    /** The numbers of all that this machine has. */
    static List<Integer> numbers(Machine machine) {
        return List.of(values()).stream()
                .map(call -> machine == Machine.X86_64 ? call.x86 : call.arm)
                .filter(number -> number != NONE)
                .toList();
    }
}
