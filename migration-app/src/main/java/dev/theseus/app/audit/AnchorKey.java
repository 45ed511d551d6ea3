package dev.theseus.app.audit;

import dev.theseus.domain.chain.Anchor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * Signs anchors, by Ed25519. The file holds two lines of Base64: the public key as X.509 has it, and the private key as
 * PKCS #8 has it. Whoever is to check anchors elsewhere needs the first line only.
 */
public final class AnchorKey {

    static final String ALGORITHM = "Ed25519";

    private final String publicKey;
    private final PrivateKey privateKey;

    private AnchorKey(String publicKey, PrivateKey privateKey) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    /**
     * The key in a file; a new one that nobody but its owner can read, if there is no such file.
     *
     * @throws AuditFailed if it can't be read, written, or is no key
     */
    public static AnchorKey in(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            return read(file);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new AuditFailed(
                    "The key that signs anchors, " + file + ", can't be used (" + e.getMessage()
                            + "). Name another file in the plan (audit.key).",
                    e);
        }
    }

    private static void make(Path file) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        String text = base64(pair.getPublic().getEncoded()) + "\n"
                + base64(pair.getPrivate().getEncoded()) + "\n";
        Path directory = AnchorFile.directoryFor(file);
        Path fresh = Files.createTempFile(directory, "audit-key", ".new", forOwner());
        Files.writeString(fresh, text);
        try {
            // of two that make one at the same moment, the first has made it
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException made) {
            // by the other one
        } catch (UnsupportedOperationException noLinksHere) {
            Files.move(fresh, file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static FileAttribute<?>[] forOwner() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static AnchorKey read(Path file) throws IOException, GeneralSecurityException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 2) {
            throw new IllegalArgumentException("it has no private key");
        }
        PrivateKey key = KeyFactory.getInstance(ALGORITHM)
                .generatePrivate(new PKCS8EncodedKeySpec(
                        Base64.getDecoder().decode(lines.get(1).strip())));
        return new AnchorKey(lines.getFirst().strip(), key);
    }

    /**
     * The public key in a file, which may hold nothing else.
     *
     * @throws AuditFailed if it can't be read
     */
    public static String publicKeyIn(Path file) {
        try {
            return Files.readAllLines(file).getFirst().strip();
        } catch (IOException | RuntimeException e) {
            throw new AuditFailed(
                    "The key that anchors are checked with, " + file + ", can't be read: " + e.getMessage(), e);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    public SignedAnchor sign(Anchor anchor) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(anchor.text().getBytes(StandardCharsets.UTF_8));
            return new SignedAnchor(anchor, publicKey, base64(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "AnchorKey[" + publicKey + "]";
    }
}
