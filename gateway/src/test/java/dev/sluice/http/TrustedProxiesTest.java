package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TrustedProxiesTest {
    private static final TrustedProxies TRUSTED =
            new TrustedProxies(List.of("10.0.0.0/8", "192.168.1.7", "fd00::/9"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Nobody forwarded.
                "10.1.2.3 | '' | 10.1.2.3",
                // Whoever is not trusted can claim what he likes.
                "203.0.113.9 | 198.51.100.1 | 203.0.113.9",
                "10.1.2.3 | 198.51.100.1 | 198.51.100.1",
                "192.168.1.7 | 198.51.100.1 | 198.51.100.1",
                "192.168.1.8 | 198.51.100.1 | 192.168.1.8",
                // Only what a trusted proxy appended counts, and the client's own words do not.
                "10.1.2.3 | 1.1.1.1, 198.51.100.1 | 198.51.100.1",
                "10.1.2.3 | 198.51.100.1, 10.9.9.9 | 198.51.100.1",
                "10.1.2.3 | 198.51.100.1,10.9.9.9,192.168.1.7 | 198.51.100.1",
                "10.1.2.3 | 10.7.7.7, 10.9.9.9 | 10.7.7.7",
                "10.1.2.3 | 198.51.100.1, unknown, 10.9.9.9 | 10.9.9.9",
                "10.1.2.3 | example.org | 10.1.2.3",
                "fd00::1 | 2001:db8::5 | 2001:db8:0:0:0:0:0:5",
                "fd80::1 | 2001:db8::5 | fd80::1",
                "fc00::1 | 2001:db8::5 | fc00::1",
            })
    void a_forwarded_address_counts_as_far_as_those_who_tell_it_are_trusted(
            String peer, String forwardedFor, String client) {
        assertThat(TRUSTED.client(peer, forwardedFor)).isEqualTo(client);
    }

    @Test
    void nobody_is_trusted_by_default() {
        assertThat(TrustedProxies.NONE.client("127.0.0.1", "198.51.100.1")).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/8", "127.0.0.1", "::1", "fd00::/8", "0.0.0.0/0"})
    void addresses_and_networks_are_known(String text) {
        assertThat(TrustedProxies.isNetwork(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "proxy",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "10.0.0.0/+8",
                "10.0.0.1/8",
                "::1/129"
            })
    void other_text_is_none(String text) {
        assertThat(TrustedProxies.isNetwork(text)).isFalse();
    }
}
