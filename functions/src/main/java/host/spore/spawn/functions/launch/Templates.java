package host.spore.spawn.functions.launch;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The launch templates of this region. */
@FunctionalInterface
interface Templates {
    /**
     * A version of a template.
     *
     * @param idOrName see {@link String}
     * @param version a number, {@code $Latest} or {@code $Default}
     * @return empty when there is none
     */
    Optional<Template> find(String idOrName, String version);

    /**
     * What matters of it.
     *
     * @param id see {@link String}
     * @param version its number
     * @param imageId absent when it has none
     * @param instanceType absent when it has none
     * @param fields all that it sets, as EC2's API names them: {@code UserData}
     * @param tagKeys of the tags that it would give
     */
    record Template(
            String id,
            long version,
            @Nullable String imageId,
            @Nullable String instanceType,
            Set<String> fields,
            Set<String> tagKeys) {
        public Template {
            fields = Set.copyOf(fields);
            tagKeys = Set.copyOf(tagKeys);
        }
    }
}
