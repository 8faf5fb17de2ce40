package host.spore.spawn.queues.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one machine cannot hold becomes machines of their own: branches of a Parallel in groups, links of a chain in
 * segments, each as large as may be. From the inside out, so that everything is looked at once. Gates and releases may
 * lie in different machines: they meet in the table.
 */
final class Fitter {
    /** What a link may need besides itself: a question behind it, and names of what follows. */
    private static final Weight SLACK = new Weight(600, 1, Events.PASS, Events.PASS, 0);

    private final Emitter emitter;
    private final Weight limit;
    private final List<Chain> parts;
    private final int numbered;

    /**
     * @param parts takes the chains of the machines that are parts
     * @param numbered how many other parts the queue has already
     */
    Fitter(Emitter emitter, Limits limits, List<Chain> parts, int numbered) {
        this.emitter = emitter;
        this.limit = limits.ofAChain();
        this.parts = parts;
        this.numbered = numbered;
    }

    /** Too large, and it cannot be taken apart. */
    static final class Oversize extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final transient Chain.Step step;
        final transient Weight weight;

        Oversize(Chain.Step step, Weight weight) {
            super(step.label());
            this.step = step;
            this.weight = weight;
        }
    }

    Chain fit(Chain chain) {
        return fitted(chain).chain();
    }

    private record Fitted(Chain chain, Weight weight) {}

    private record FittedLink(Chain.Link link, Weight weight) {}

    private Fitted fitted(Chain chain) {
        List<FittedLink> links = chain.links().stream().map(this::link).toList();
        // Segments may be so many that they need machines around them in turn.
        while (!sum(links).fits(limit)) {
            List<FittedLink> segments = segments(links);
            if (sum(segments).bytes() >= sum(links).bytes()) {
                throw new Oversize(links.getFirst().link().step(), sum(links));
            }
            links = segments;
        }
        return new Fitted(new Chain(links.stream().map(FittedLink::link).toList()), sum(links));
    }

    private List<FittedLink> segments(List<FittedLink> links) {
        List<FittedLink> segments = new ArrayList<>();
        List<FittedLink> segment = new ArrayList<>();
        for (FittedLink link : links) {
            if (!link.weight().fits(limit)) {
                throw new Oversize(link.link().step(), link.weight());
            }
            if (!segment.isEmpty() && !sum(segment).plus(link.weight()).fits(limit)) {
                segments.add(segment(segment));
                segment.clear();
            }
            segment.add(link);
        }
        segments.add(segment(segment));
        return segments;
    }

    private static Weight sum(List<FittedLink> links) {
        return links.stream().map(FittedLink::weight).reduce(Weight.NONE, Weight::plus);
    }

    private FittedLink segment(List<FittedLink> links) {
        return part(new Chain(links.stream().map(FittedLink::link).toList()));
    }

    private FittedLink part(Chain chain) {
        parts.add(chain);
        int number = numbered + parts.size();
        Chain.Link link = Chain.Link.of(new Chain.Part("part " + number, number));
        return new FittedLink(link, alone(link));
    }

    private Weight alone(Chain.Link link) {
        return emitter.weight(new Chain(List.of(link))).plus(SLACK);
    }

    private FittedLink link(Chain.Link link) {
        if (!(link.step() instanceof Chain.Fan fan)) {
            return new FittedLink(link, alone(link));
        }
        List<Fitted> branches = new ArrayList<>();
        for (Chain branch : fan.branches()) {
            Fitted fitted = fitted(branch);
            branches.add(fitted.weight().depth() >= limit.depth() ? asPart(fitted.chain()) : fitted);
        }
        Weight weight = weight(link, branches);
        while (!weight.fits(limit)) {
            branches = grouped(link, branches);
            Weight smaller = weight(link, branches);
            if (smaller.bytes() >= weight.bytes()) {
                throw new Oversize(fan, weight);
            }
            weight = smaller;
        }
        Chain.Fan changed =
                new Chain.Fan(fan.label(), branches.stream().map(Fitted::chain).toList());
        return new FittedLink(new Chain.Link(link.gate(), changed, link.release()), weight);
    }

    private Fitted asPart(Chain chain) {
        FittedLink part = part(chain);
        return new Fitted(new Chain(List.of(part.link())), part.weight());
    }

    /** A fan with these branches; its gate and release as around a part, which is a step like another. */
    private Weight weight(Chain.Link link, List<Fitted> branches) {
        Weight inside = Weight.NONE;
        for (Fitted branch : branches) {
            inside = inside.plus(branch.weight()).plus(new Weight(100, 0, 0, 0, 0));
        }
        Weight around =
                alone(new Chain.Link(link.gate(), new Chain.Part(link.step().label(), 1), link.release()));
        return inside.deeper().plus(around);
    }

    private List<Fitted> grouped(Chain.Link link, List<Fitted> branches) {
        Chain.Link bare = new Chain.Link(Optional.empty(), link.step(), Optional.empty());
        List<Fitted> groups = new ArrayList<>();
        List<Fitted> group = new ArrayList<>();
        for (Fitted branch : branches) {
            group.add(branch);
            if (group.size() > 1 && !weight(bare, group).fits(limit)) {
                group.removeLast();
                groups.add(asPart(together(group)));
                group.clear();
                group.add(branch);
            }
        }
        groups.add(asPart(together(group)));
        return groups;
    }

    private Chain together(List<Fitted> group) {
        if (group.size() == 1) {
            return group.getFirst().chain();
        }
        return new Chain(List.of(Chain.Link.of(new Chain.Fan(
                "branches of part " + (numbered + parts.size() + 1),
                group.stream().map(Fitted::chain).toList()))));
    }
}
