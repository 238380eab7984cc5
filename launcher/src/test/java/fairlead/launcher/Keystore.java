package fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate of its own for localhost, with its key, in a PKCS #12 file. */
record Keystore(Path file, Path passwordFile) {
    static final String PASSWORD = "a-pass-phrase-for-tests";

    static Keystore in(Path directory) throws Exception {
        Path passwordFile =
                Files.writeString(directory.resolve("platform.p12.password"), PASSWORD + "\n");
        Path file = directory.resolve("platform.p12");
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        "platform",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass:file",
                        passwordFile.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s", said).isZero();
        return new Keystore(file, passwordFile);
    }

    private KeyStore onlyCertificate() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("platform", keys.getCertificate("platform"));
        return trusted;
    }

    /** The certificate without its key, under the same password. */
    Path withoutKey() throws Exception {
        Path other = file.resolveSibling("certificate.p12");
        try (OutputStream out = Files.newOutputStream(other)) {
            onlyCertificate().store(out, PASSWORD.toCharArray());
        }
        return other;
    }

    /** Who trusts this certificate, and no other. */
    HttpClient trusting() throws Exception {
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(onlyCertificate());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }
}
