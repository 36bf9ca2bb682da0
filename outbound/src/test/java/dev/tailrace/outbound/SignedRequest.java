package dev.tailrace.outbound;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A request as the receiving side of AWS Signature Version 4 reads it. */
record SignedRequest(String line, Map<String, String> headers, String body) {
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request, ?SignedHeaders=([^,]+),"
                    + " ?Signature=([0-9a-f]{64})");

    static SignedRequest of(ScriptedEndpoint.Request request) {
        var headers = new TreeMap<String, String>();
        request.head().lines().skip(1).filter(line -> line.contains(":")).forEach(line -> {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        });
        return new SignedRequest(request.head().lines().findFirst().orElseThrow(), headers, request.body());
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Key id, day, region and service. */
    List<String> scope() {
        Matcher parts = authorization();
        return List.of(parts.group(1), parts.group(3), parts.group(4));
    }

    boolean signedWith(String secretKey) throws GeneralSecurityException {
        Matcher parts = authorization();
        String scope = parts.group(2) + "/" + parts.group(3) + "/" + parts.group(4) + "/aws4_request";
        String toSign =
                "AWS4-HMAC-SHA256\n" + header("x-amz-date") + "\n" + scope + "\n" + sha256(canonical(parts.group(5)));
        byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(parts.group(2), parts.group(3), parts.group(4), "aws4_request", toSign)) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(key).equals(parts.group(6));
    }

    private String canonical(String signedHeaders) throws GeneralSecurityException {
        var text = new StringBuilder("POST\n/\n\n");
        for (String name : signedHeaders.split(";")) {
            text.append(name).append(':').append(header(name)).append('\n');
        }
        return text.append('\n')
                .append(signedHeaders)
                .append('\n')
                .append(sha256(body))
                .toString();
    }

    private Matcher authorization() {
        Matcher parts = AUTHORIZATION.matcher(header("authorization"));
        if (!parts.matches()) {
            throw new AssertionError("not a signature of version 4: " + header("authorization"));
        }
        return parts;
    }

    private static String sha256(String text) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
