package dev.tailrace.server.tls;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/** The names a local server has: localhost, the loopback addresses, and its domain, which may be an address. */
record Names(String domain) {
    private static final byte[] LOOPBACK_4 = {127, 0, 0, 0, (byte) 255, 0, 0, 0};

    /** What the authority may sign for at all. */
    NameConstraints constraints() {
        var permitted = new ArrayList<GeneralSubtree>();
        permitted.add(subtree(dns("localhost")));
        permitted.add(subtree(address(LOOPBACK_4)));
        permitted.add(subtree(address(exactly(literal("::1")))));
        if (isAddress(domain)) {
            permitted.add(subtree(address(exactly(literal(domain)))));
        } else if (!domain.equals("localhost")) {
            permitted.add(subtree(dns(domain)));
        }
        return new NameConstraints(permitted.toArray(GeneralSubtree[]::new), null);
    }

    /** What the server's certificate is for; a name with a dot also covers its tenants' names. */
    GeneralNames alternatives() {
        var names = new ArrayList<>(List.of(
                dns("localhost"),
                address(literal("127.0.0.1").getAddress()),
                address(literal("::1").getAddress())));
        if (isAddress(domain)) {
            names.add(address(literal(domain).getAddress()));
        } else if (!domain.equals("localhost")) {
            names.add(dns(domain));
            if (domain.contains(".")) {
                names.add(dns("*." + domain));
            }
        }
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static GeneralSubtree subtree(GeneralName base) {
        return new GeneralSubtree(base);
    }

    private static GeneralName dns(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }

    private static GeneralName address(byte[] bytes) {
        return new GeneralName(GeneralName.iPAddress, new DEROctetString(bytes));
    }

    /** An address followed by the mask that leaves nothing open. */
    private static byte[] exactly(InetAddress address) {
        byte[] bytes = address.getAddress();
        byte[] masked = new byte[bytes.length * 2];
        System.arraycopy(bytes, 0, masked, 0, bytes.length);
        Arrays.fill(masked, bytes.length, masked.length, (byte) 255);
        return masked;
    }

    private static boolean isAddress(String name) {
        return name.contains(":") || name.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    }

    /** Nothing is looked up: it is a literal. */
    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + address, e);
        }
    }
}
