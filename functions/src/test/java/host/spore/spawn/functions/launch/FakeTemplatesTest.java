package host.spore.spawn.functions.launch;

import java.util.List;
import java.util.Set;

class FakeTemplatesTest extends TemplatesContract {
    private static final String ID = "lt-00000000000000001";

    private final FakeTemplates templates = new FakeTemplates();

    @Override
    protected Templates subject() {
        return templates;
    }

    @Override
    protected String made() {
        Templates.Template one =
                new Templates.Template(ID, 1, "ami-12345678", "t3.small", Set.of("ImageId", "InstanceType"), Set.of());
        Templates.Template two = new Templates.Template(
                ID, 2, null, "t3.nano", Set.of("InstanceType", "UserData", "TagSpecifications"), Set.of("team"));
        for (String name : List.of("made", ID)) {
            templates.put(name, "1", one);
            templates.put(name, "$Default", one);
            templates.put(name, "2", two);
            templates.put(name, "$Latest", two);
        }
        return "made";
    }
}
