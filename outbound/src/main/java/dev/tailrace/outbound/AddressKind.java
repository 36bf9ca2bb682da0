package dev.tailrace.outbound;

import java.net.InetAddress;
import java.util.List;

/** Pure: what sort of address this is, for deciding whether strangers' requests may go there. */
enum AddressKind {
    GLOBAL("a public address"),
    LOOPBACK("a loopback address"),
    PRIVATE("a private address"),
    SHARED("a carrier's shared address"),
    LINK_LOCAL("a link-local address"),
    METADATA("a cloud metadata address"),
    UNSPECIFIED("the unspecified address"),
    MULTICAST("a multicast address"),
    RESERVED("a reserved address");

    /** First match wins; an IPv4 address that matches nothing is global, an IPv6 address reserved. */
    private static final List<Range> RANGES = List.of(
            Range.of("169.254.169.254", 32, METADATA),
            Range.of("169.254.170.2", 32, METADATA), // AWS, tasks
            Range.of("100.100.100.200", 32, METADATA), // Alibaba
            Range.of("168.63.129.16", 32, METADATA), // Azure
            Range.of("192.0.0.192", 32, METADATA), // Oracle
            Range.of("fd00:ec2::", 32, METADATA), // AWS
            Range.of("fd20:ce::254", 128, METADATA), // Google
            Range.of("fd00:c1::a9fe:a9fe", 128, METADATA), // Oracle
            Range.of("0.0.0.0", 8, UNSPECIFIED),
            Range.of("127.0.0.0", 8, LOOPBACK),
            Range.of("10.0.0.0", 8, PRIVATE),
            Range.of("172.16.0.0", 12, PRIVATE),
            Range.of("192.168.0.0", 16, PRIVATE),
            Range.of("100.64.0.0", 10, SHARED),
            Range.of("169.254.0.0", 16, LINK_LOCAL),
            Range.of("192.0.0.0", 24, RESERVED),
            Range.of("192.0.2.0", 24, RESERVED),
            Range.of("192.88.99.0", 24, RESERVED),
            Range.of("198.18.0.0", 15, RESERVED),
            Range.of("198.51.100.0", 24, RESERVED),
            Range.of("203.0.113.0", 24, RESERVED),
            Range.of("224.0.0.0", 4, MULTICAST),
            Range.of("240.0.0.0", 4, RESERVED),
            Range.of("0.0.0.0", 0, GLOBAL),
            Range.of("::", 128, UNSPECIFIED),
            Range.of("::1", 128, LOOPBACK),
            Range.of("fc00::", 7, PRIVATE),
            Range.of("fe80::", 10, LINK_LOCAL),
            Range.of("fec0::", 10, PRIVATE),
            Range.of("ff00::", 8, MULTICAST),
            Range.of("2001::", 32, RESERVED), // Teredo
            Range.of("2001:db8::", 32, RESERVED),
            Range.of("3fff::", 20, RESERVED),
            Range.of("2000::", 3, GLOBAL),
            Range.of("::", 0, RESERVED));

    private final String words;

    AddressKind(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    static AddressKind of(InetAddress address) {
        return of(address.getAddress());
    }

    /** Of the four or sixteen bytes; of an IPv6 form that leads to an IPv4 address, that one's kind. */
    static AddressKind of(byte[] address) {
        byte[] inner = EmbeddedIpv4.in(address);
        for (Range range : RANGES) {
            if (range.addresses.begins(inner)) {
                return range.kind;
            }
        }
        throw new IllegalStateException("an address of " + address.length + " bytes");
    }

    private record Range(AddressRange addresses, AddressKind kind) {
        static Range of(String literal, int bits, AddressKind kind) {
            return new Range(new AddressRange(InetAddress.ofLiteral(literal).getAddress(), bits), kind);
        }
    }
}
