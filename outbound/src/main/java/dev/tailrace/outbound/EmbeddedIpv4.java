package dev.tailrace.outbound;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Pure: finds the IPv4 address to which an IPv6 form leads: mapped, translated, compatible, NAT64 and 6to4. */
final class EmbeddedIpv4 {
    private static final List<Form> FORMS = List.of(
            new Form("00000000000000000000ffff", 12), // ::ffff:a.b.c.d, mapped
            new Form("0000000000000000ffff0000", 12), // ::ffff:0:a.b.c.d, translated
            new Form("0064ff9b0000000000000000", 12), // 64:ff9b::a.b.c.d, NAT64
            new Form("0064ff9b0001", 12), // 64:ff9b:1::/48, NAT64 of one's own
            new Form("000000000000000000000000", 12), // ::a.b.c.d, compatible
            new Form("2002", 2)); // 2002:ab:cd::, 6to4

    /** {@code ::} to {@code ::ff} are addresses of their own, not forms of {@code 0.0.0.x}. */
    private static final byte[] LOWEST = new byte[15];

    private EmbeddedIpv4() {}

    /** The four bytes inside, or the address itself. */
    static byte[] in(byte[] address) {
        if (address.length != 16 || Arrays.equals(address, 0, 15, LOWEST, 0, 15)) {
            return address;
        }
        for (Form form : FORMS) {
            if (Arrays.equals(address, 0, form.prefix.length, form.prefix, 0, form.prefix.length)) {
                return Arrays.copyOfRange(address, form.at, form.at + 4);
            }
        }
        return address;
    }

    private record Form(byte[] prefix, int at) {
        Form(String prefix, int at) {
            this(HexFormat.of().parseHex(prefix), at);
        }
    }
}
