package dev.theseus.app.audit;

import dev.theseus.domain.chain.Anchor;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An anchor, and who vouches for it.
 *
 * @param key the public one, in Base64
 * @param signature of {@link Anchor#text}, in Base64
 */
public record SignedAnchor(Anchor anchor, String key, String signature) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** One line. */
    public String json() {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("position", anchor.position());
        form.put("hash", anchor.hash());
        form.put("at", anchor.at().toString());
        form.put("key", key);
        form.put("signature", signature);
        return JSON.writeValueAsString(form);
    }

    /** @return empty if the line is no anchor */
    static Optional<SignedAnchor> read(String line) {
        try {
            JsonNode form = JSON.readTree(line);
            return Optional.of(new SignedAnchor(
                    new Anchor(
                            form.required("position").longValue(),
                            form.required("hash").stringValue(),
                            Instant.parse(form.required("at").stringValue())),
                    form.required("key").stringValue(),
                    form.required("signature").stringValue()));
        } catch (RuntimeException isNone) {
            return Optional.empty();
        }
    }

    /** Whether it was signed by whoever has the private key to the public one. */
    boolean isSignedBy(String publicKey) {
        try {
            Signature check = Signature.getInstance(AnchorKey.ALGORITHM);
            check.initVerify(KeyFactory.getInstance(AnchorKey.ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey))));
            check.update(anchor.text().getBytes(StandardCharsets.UTF_8));
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException isNot) {
            return false;
        }
    }
}
