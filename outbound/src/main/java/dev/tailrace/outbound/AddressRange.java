package dev.tailrace.outbound;

import java.net.InetAddress;

/** Pure: the addresses that share their first bits; an IPv6 form that leads to an IPv4 address counts as that one. */
record AddressRange(byte[] prefix, int bits) {
    /** Reads an address, or an address and a number of bits: {@code 10.0.0.0/8}. */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] prefix = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash))
                .getAddress();
        int length = prefix.length * Byte.SIZE;
        int bits = slash < 0 ? length : Integer.parseInt(text.substring(slash + 1));
        if (bits > length) {
            throw new IllegalArgumentException("an address has " + length + " bits");
        }
        return new AddressRange(prefix, bits);
    }

    boolean holds(byte[] address) {
        return begins(address) || begins(EmbeddedIpv4.in(address));
    }

    /** As the bytes are. */
    boolean begins(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += Byte.SIZE) {
            int mask = bits - bit >= Byte.SIZE ? 0xff : (0xff << (Byte.SIZE - (bits - bit))) & 0xff;
            if (((address[bit / Byte.SIZE] ^ prefix[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
