package host.spore.spawn.functions.launch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@link MachineTypes} in memory: some of those that there are, as EC2 describes them. */
final class FakeMachineTypes implements MachineTypes {
    /** What was asked for. */
    final List<List<String>> asked = new ArrayList<>();

    private final List<MachineType> types = new ArrayList<>();

    FakeMachineTypes() {
        //   name             architecture  current nitro metal spot hibernates cpus  memory
        add("t3.micro        x86_64        yes     yes   no    yes  yes        2     1024");
        add("t3.small        x86_64        yes     yes   no    yes  yes        2     2048");
        add("t2.micro        x86_64        yes     no    no    yes  yes        1     1024");
        add("t1.micro        x86_64        no      no    no    yes  no         1     627");
        add("t4g.micro       arm64         yes     yes   no    yes  yes        2     1024");
        add("m4.large        x86_64        no      no    no    yes  yes        2     8192");
        add("m7i.large       x86_64        yes     yes   no    yes  yes        2     8192");
        add("c5.large        x86_64        yes     yes   no    yes  yes        2     4096");
        add("c7i.large       x86_64        yes     yes   no    yes  yes        2     4096");
        add("c7i.xlarge      x86_64        yes     yes   no    yes  yes        4     8192");
        add("c7i.2xlarge     x86_64        yes     yes   no    yes  yes        8     16384");
        add("c7i.metal-24xl  x86_64        yes     yes   yes   yes  no         96    196608");
        add("c7a.large       x86_64        yes     yes   no    yes  yes        2     4096");
        add("c7a.xlarge      x86_64        yes     yes   no    no   yes        4     8192");
        add("c7a.medium      x86_64        yes     yes   no    yes  yes        1     2048");
        add("c7g.large       arm64         yes     yes   no    yes  yes        2     4096");
        add("c7g.medium      arm64         yes     yes   no    yes  yes        1     2048");
        add("a1.large        arm64         no      yes   no    yes  no         2     4096");
        add("i3.metal        x86_64        yes     yes   yes   yes  no         72    524288");
        add("p3.2xlarge      x86_64        yes     no    no    yes  no         8     62464");
        add("p5.48xlarge     x86_64        yes     yes   no    yes  no         192   2097152");
        add("p4d.24xlarge    x86_64        yes     yes   no    yes  no         96    1179648");
        add("r5.large        x86_64        yes     yes   no    yes  yes        2     16384");
        add("r5.4xlarge      x86_64        yes     yes   no    yes  yes        16    131072");
        add("r5.8xlarge      x86_64        yes     yes   no    yes  yes        32    262144");
        add("mac2.metal      mac           yes     yes   yes   no   no         8     16384");
    }

    /** One more, in the words above. */
    void add(String line) {
        String[] parts = line.trim().split("\\s+");
        types.add(new MachineType(
                parts[0],
                architecture(parts[1]),
                parts[2].equals("yes"),
                parts[3].equals("yes"),
                parts[4].equals("yes"),
                parts[5].equals("yes"),
                parts[6].equals("yes"),
                Integer.parseInt(parts[7]),
                Long.parseLong(parts[8])));
    }

    MachineType named(String name) {
        return types.stream()
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name));
    }

    @Override
    public List<MachineType> matching(Collection<String> names) {
        asked.add(List.copyOf(names));
        return types.stream()
                .filter(type -> names.stream()
                        .anyMatch(
                                name -> Pattern.matches(name.replace(".", "\\.").replace("*", ".*"), type.name())))
                .sorted(Comparator.comparing(MachineType::name))
                .toList();
    }

    private static @Nullable Architecture architecture(String text) {
        return Architecture.of(text.toLowerCase(Locale.ROOT)).orElse(null);
    }
}
