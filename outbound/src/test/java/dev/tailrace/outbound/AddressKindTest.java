package dev.tailrace.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressKindTest {
    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, GLOBAL",
        "1.1.1.1, GLOBAL",
        "172.15.255.255, GLOBAL",
        "172.32.0.0, GLOBAL",
        "100.63.255.255, GLOBAL",
        "100.128.0.0, GLOBAL",
        "2606:4700::1111, GLOBAL",
        "2a00:1450::1, GLOBAL",
        "127.0.0.1, LOOPBACK",
        "127.255.255.254, LOOPBACK",
        "::1, LOOPBACK",
        "10.0.0.1, PRIVATE",
        "172.16.0.1, PRIVATE",
        "172.31.255.255, PRIVATE",
        "192.168.1.1, PRIVATE",
        "fd12:3456::1, PRIVATE",
        "fec0::1, PRIVATE",
        "100.64.0.1, SHARED",
        "100.127.255.255, SHARED",
        "169.254.0.1, LINK_LOCAL",
        "fe80::1, LINK_LOCAL",
        "febf::1, LINK_LOCAL",
        "169.254.169.254, METADATA",
        "169.254.170.2, METADATA",
        "100.100.100.200, METADATA",
        "168.63.129.16, METADATA",
        "fd00:ec2::254, METADATA",
        "fd20:ce::254, METADATA",
        "0.0.0.0, UNSPECIFIED",
        "0.1.2.3, UNSPECIFIED",
        "::, UNSPECIFIED",
        "224.0.0.1, MULTICAST",
        "239.255.255.255, MULTICAST",
        "ff02::1, MULTICAST",
        "240.0.0.1, RESERVED",
        "255.255.255.255, RESERVED",
        "192.0.2.1, RESERVED",
        "198.18.0.1, RESERVED",
        "2001:db8::1, RESERVED",
        "2001::1, RESERVED",
        "::2, RESERVED",
        "4000::1, RESERVED",
        "64:ff9b::7f00:1, LOOPBACK",
        "64:ff9b::a9fe:a9fe, METADATA",
        "64:ff9b::808:808, GLOBAL",
        "64:ff9b:1::a00:1, PRIVATE",
        "2002:a00:1::1, PRIVATE",
        "2002:7f00:1::, LOOPBACK",
        "::ffff:0:127.0.0.1, LOOPBACK",
        "::10.0.0.1, PRIVATE",
    })
    void tells_where_an_address_leads(String address, AddressKind kind) {
        assertThat(AddressKind.of(InetAddress.ofLiteral(address))).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "00000000000000000000ffff7f000001, LOOPBACK",
        "00000000000000000000ffffa9fea9fe, METADATA",
        "00000000000000000000ffff08080808, GLOBAL",
    })
    void sees_through_a_mapped_address_that_java_did_not_unwrap(String bytes, AddressKind kind) {
        assertThat(AddressKind.of(HexFormat.of().parseHex(bytes))).isEqualTo(kind);
    }
}
