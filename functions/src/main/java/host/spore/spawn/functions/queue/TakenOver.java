package host.spore.spawn.functions.queue;

import host.spore.spawn.functions.aws.AtOnce;
import host.spore.spawn.queues.file.Element;
import host.spore.spawn.queues.file.Elements;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a resumed run has from the one before it. A job's results have one place, which the jobs behind it are told: of an
 * array that is done in part, what is there already is copied to where the rest will be.
 */
final class TakenOver {
    private static final AtOnce CALLS = new AtOnce(8);

    /** Of one array: what is more is run again, since whoever waits for it must not wait for us. */
    static final int MOST_OBJECTS = 2_000;

    /** <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html">What one copy may have</a>. */
    static final long MOST_BYTES = 5_000_000_000L;

    private final Documents documents;
    private final QueuePlaces from;
    private final QueuePlaces to;

    /** @param from the places of the run before; in the same bucket, since it is the same file */
    TakenOver(Documents documents, QueuePlaces from, QueuePlaces to) {
        this.documents = documents;
        this.from = from;
        this.to = to;
    }

    /**
     * @param done by the run before, and where its results are
     * @return what is passed over, and where its results are now
     */
    Map<Element, String> take(Elements elements, Map<Element, String> done) {
        Map<Element, String> taken = new LinkedHashMap<>();
        done.keySet().stream()
                .collect(Collectors.groupingBy(Element::job, LinkedHashMap::new, Collectors.toList()))
                .forEach((job, some) -> {
                    if (some.size() == elements.of(job).size()) {
                        some.forEach(element -> taken.put(element, done.getOrDefault(element, "")));
                    } else if (isCopied(job, some)) {
                        some.forEach(element -> taken.put(element, to.url(to.job(job))));
                    }
                });
        return taken;
    }

    private boolean isCopied(String job, List<Element> some) {
        List<Documents.Found> all = new ArrayList<>();
        for (Element element : some) {
            all.addAll(documents.list(from.bucket(), from.job(job, element.index()), MOST_OBJECTS + 1 - all.size()));
            if (all.size() > MOST_OBJECTS || all.stream().anyMatch(found -> found.bytes() > MOST_BYTES)) {
                return false;
            }
        }
        CALLS.each(
                all,
                found -> documents.copy(
                        from.bucket(),
                        found.key(),
                        to.job(job) + found.key().substring(from.job(job).length())));
        return true;
    }
}
