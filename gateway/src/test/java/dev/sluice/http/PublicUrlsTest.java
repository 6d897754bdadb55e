package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PublicUrlsTest {
    private static final String NOT_PUBLIC =
            """
            http://127.0.0.1/a.png
            http://127.1.2.3/a.png
            http://localhost/a.png
            http://localhost./a.png
            http://0.0.0.0/
            http://10.0.0.1/
            http://172.16.0.1/
            http://172.31.255.255/
            http://192.168.1.1/
            http://169.254.169.254/latest/meta-data
            http://100.64.0.1/
            http://100.127.255.255/
            http://192.0.0.8/
            http://198.19.0.1/
            http://224.0.0.1/
            http://255.255.255.255/
            http://[::1]/
            http://[::]/
            http://[fe80::1]/
            http://[fd00::1]/
            http://[ff02::1]/
            http://[::ffff:127.0.0.1]/
            http://[::ffff:a9fe:a9fe]/
            http://[::7f00:1]/
            http://[64:ff9b::7f00:1]/
            http://[2002:7f00:1::]/
            http://2130706433/
            http://0x7f000001/
            http://0177.0.0.1/
            http://127.1/
            http://user:secret@203.0.113.5/
            http:///etc/passwd
            file:///etc/passwd
            ftp://203.0.113.5/a.png
            data:image/png;base64,AAAA
            //203.0.113.5/
            no url at all
            http://name.invalid/
            """;

    @ParameterizedTest
    @MethodSource
    void what_leads_nowhere_public_is_objected_to(String url) {
        assertThat(PublicUrls.objection(url, InetAddress::getAllByName)).isPresent();
    }

    static Stream<String> what_leads_nowhere_public_is_objected_to() {
        return NOT_PUBLIC.lines();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://203.0.113.5/a.png",
                "HTTPS://8.8.8.8:8443/a.png?x=1#y",
                "http://172.32.0.1/",
                "http://100.128.0.1/",
                "http://11.0.0.1/",
                "http://[2606:4700:4700::1111]/",
            })
    void a_public_address_is_not(String url) {
        assertThat(PublicUrls.objection(url, InetAddress::getAllByName)).isEmpty();
    }
}
