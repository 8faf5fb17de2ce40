package host.spore.spawn.functions.outside;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses belong to the public internet. Of IPv6 only what IANA has given out as global unicast counts, without its
 * ways back into IPv4: so IPv4-compatible, NAT64, unique-local, link-local, loopback and multicast addresses need no mention,
 * and neither does what is yet to be invented. An IPv4-mapped address is an IPv4 address by the time that Java shows it.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry/">IPv4 special-purpose addresses</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry/">IPv6 special-purpose addresses</a>
 */
final class PublicAddress {
    private static final List<Block> NOT_PUBLIC = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    // The metadata of instances and of containers, and what Lambda has beside a function.
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    // Teredo among them.
                    "2001::/23",
                    "2001:db8::/32",
                    // 6to4: any IPv4 address, in other clothes.
                    "2002::/16",
                    "3fff::/20")
            .map(Block::parse)
            .toList();

    private static final Block GLOBAL_UNICAST = Block.parse("2000::/3");

    private PublicAddress() {}

    static boolean is(InetAddress address) {
        return (address instanceof Inet4Address || GLOBAL_UNICAST.has(address))
                && NOT_PUBLIC.stream().noneMatch(block -> block.has(address));
    }

    private record Block(InetAddress first, int bits) {
        static Block parse(String text) {
            String[] parts = text.split("/", 2);
            try {
                // A literal: nothing is looked up.
                return new Block(InetAddress.getByName(parts[0]), Integer.parseInt(parts[1]));
            } catch (UnknownHostException notALiteral) {
                throw new IllegalArgumentException(text, notALiteral);
            }
        }

        boolean has(InetAddress address) {
            byte[] one = first.getAddress();
            byte[] other = address.getAddress();
            if (one.length != other.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((one[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
